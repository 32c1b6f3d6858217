package io.github.camelvision.roboflow.webrtc.core.source.capture;

import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.source.gate.GateRules;
import java.util.function.UnaryOperator;

/**
 * Which of the captured frames are sent, and what of them.
 *
 * @param maxFps at most so many a second, positive; null: as many as the source gives
 * @param change made of each frame that is sent, on the capture thread, before anything sees it
 * @param gate when they are sent; null: always
 */
public record CaptureRules(Double maxFps, UnaryOperator<Frame> change, GateRules gate) {

    /** All of them, as they are. */
    public static final CaptureRules NONE = new CaptureRules(null);

    public CaptureRules(Double maxFps) {
        this(maxFps, UnaryOperator.identity(), null);
    }
}
