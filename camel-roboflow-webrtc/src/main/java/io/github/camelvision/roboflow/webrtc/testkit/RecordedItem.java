package io.github.camelvision.roboflow.webrtc.testkit;

import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import java.time.Duration;

/**
 * What a session delivered at one moment: a result, a frame, or both as a pair; or an event. What there was not is null.
 *
 * @param at since the recording began
 * @param sessionId the server's id of the connection
 * @param imageField the output of the result that is the image, when no frame came beside the result
 * @param event JSON of a session's event
 */
public record RecordedItem(Duration at, String sessionId, InferenceResult result, Frame frame, String imageField, byte[] event) {

    /** Whether a frame comes with it. */
    public boolean hasFrame() {
        return frame != null || imageField != null;
    }
}
