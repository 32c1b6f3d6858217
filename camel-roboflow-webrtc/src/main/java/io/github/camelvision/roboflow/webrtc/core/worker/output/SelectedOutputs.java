package io.github.camelvision.roboflow.webrtc.core.worker.output;

import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.wire.MessageBuffer;
import java.util.List;

/**
 * What of a frame's outputs is sent.
 *
 * @param message the message with its outputs, which {@code ServerMessage.end} is to complete; of a Stream Manager's session the outputs
 *        alone, as a JSON object; null when no output is sent
 * @param video the frame for the returned track; null when there is none
 * @param errors for the message; the processor's first
 */
public record SelectedOutputs(MessageBuffer message, Frame video, List<String> errors) {

    /** Bytes that they take besides the frame that was processed, as long as the message is as it is. */
    public long bytesBeside(Frame processed) {
        return (message == null ? 0 : message.size()) + (video == null || video == processed ? 0 : (long) video.i420().length);
    }
}
