package io.github.camelvision.roboflow.webrtc.core.motion;

/**
 * What counts as motion. The defaults are those of Frigate's motion detector, where it has the same parameter
 * (its options {@code threshold} 30 and {@code lightning_threshold} 0.8).
 *
 * @param threshold least difference from the background of a pixel that changed, in grey levels, 1 to 255
 * @param minArea least size of what moves, as a part of the frame, above 0 and below 1
 */
public record MotionRules(int threshold, double minArea) {

    /** Frigate's threshold. The area is that of an object of 18 x 18 pixels in a frame of 640x480. */
    public static final MotionRules DEFAULT = new MotionRules(30, 0.001);

    public MotionRules {
        if (threshold < 1 || threshold > 255) {
            throw new IllegalArgumentException("The threshold of motion is 1 to 255, not " + threshold);
        }
        if (!(minArea > 0 && minArea < 1)) {
            throw new IllegalArgumentException("The least area of motion is above 0 and below 1, not " + minArea);
        }
    }
}
