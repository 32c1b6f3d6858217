package io.github.camelvision.roboflow.webrtc.core.objects.rules;

/**
 * What detections of a class must be like.
 *
 * @param confidence that an object needs to appear, 0 to 1; once it is there, less keeps it alive
 * @param minimumWidth narrower boxes are left out, in the rules' coordinates
 * @param minimumHeight lower boxes are left out, in the rules' coordinates
 */
public record ClassRule(double confidence, double minimumWidth, double minimumHeight) {

    /** What ByteTrack in supervision asks of a new track: {@code track_activation_threshold} (0.25) and 0.1. */
    public static final double CONFIDENCE = 0.35;

    public static final ClassRule DEFAULT = new ClassRule(CONFIDENCE, 0, 0);
}
