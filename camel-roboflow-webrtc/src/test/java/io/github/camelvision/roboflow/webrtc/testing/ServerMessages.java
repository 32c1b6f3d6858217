package io.github.camelvision.roboflow.webrtc.testing;

import io.github.camelvision.roboflow.webrtc.core.result.FrameMetadata;
import io.github.camelvision.roboflow.webrtc.core.wire.MessageBuffer;
import io.github.camelvision.roboflow.webrtc.core.wire.ServerMessage;
import java.util.List;

/** Whole messages of a server, from outputs that are bytes already. */
public final class ServerMessages {

    private ServerMessages() {}

    /** @param outputs a JSON object in UTF-8; null when there is none */
    public static byte[] encode(FrameMetadata metadata, byte[] outputs, List<String> errors, boolean processingComplete,
            String terminationReason) {
        if (outputs == null) {
            return ServerMessage.withoutOutputs(metadata, errors, processingComplete, terminationReason).bytes();
        }
        MessageBuffer message = ServerMessage.begin();
        message.write(outputs);
        ServerMessage.end(message, metadata, errors, processingComplete, terminationReason);
        return message.bytes();
    }
}
