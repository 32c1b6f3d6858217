package io.github.camelvision.roboflow.webrtc.core.source.capture;

/**
 * Which of the captured frames are sent.
 *
 * @param maxFps at most so many a second, positive; null: as many as the source gives
 */
public record CaptureRules(Double maxFps) {

    /** All of them. */
    public static final CaptureRules NONE = new CaptureRules(null);
}
