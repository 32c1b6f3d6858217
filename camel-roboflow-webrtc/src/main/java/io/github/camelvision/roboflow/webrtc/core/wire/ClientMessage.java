package io.github.camelvision.roboflow.webrtc.core.wire;

import io.github.camelvision.roboflow.webrtc.core.error.ProtocolException;
import java.util.List;

/**
 * What a client says on the data channel {@code inference}: JSON text (docs/protocol.adoc#ack).
 * <pre>
 * {"ack": 17}
 * {"stream_output": ["image"]}
 * {"data_output": ["predictions"]}
 * </pre>
 */
public sealed interface ClientMessage {

    /** Longest accepted text, in chars. */
    int MAX_LENGTH = 64 * 1024;

    /** The message as the client sends it. */
    String encode();

    /**
     * Reads a message that holds one thing. Unknown fields are ignored, null fields count as absent.
     *
     * @throws ProtocolException when it is no JSON object, holds nothing known or a value of the wrong kind, is too long, or combines an
     *         acknowledgement with outputs (which {@link #parseAll} reads)
     */
    static ClientMessage parse(String json) {
        List<ClientMessage> all = parseAll(json);
        if (all.size() > 1) {
            throw new ProtocolException("client message combines an acknowledgement with outputs");
        }
        return all.get(0);
    }

    /**
     * Reads a message that may hold an acknowledgement and outputs at once.
     *
     * @return one or two messages, the acknowledgement first
     * @throws ProtocolException when it is no JSON object, holds nothing known or a value of the wrong kind, or is too long
     */
    static List<ClientMessage> parseAll(String json) {
        return ClientMessageJson.parse(json);
    }

    /**
     * The client has fully handled all frames up to this one. Cumulative.
     *
     * @param ack frame id, not negative
     */
    record Ack(long ack) implements ClientMessage {

        public Ack {
            if (ack < 0) {
                throw new IllegalArgumentException("ack must not be negative: " + ack);
            }
        }

        @Override
        public String encode() {
            return "{\"ack\":" + ack + "}";
        }
    }

    /**
     * Changes the outputs of the running session. Null leaves one as it is; at least one is there.
     *
     * @param streamOutput workflow outputs to send as video
     * @param dataOutput workflow outputs to send as data; empty: metadata only; {@code *}: all but images
     */
    record Outputs(List<String> streamOutput, List<String> dataOutput) implements ClientMessage {

        public Outputs {
            if (streamOutput == null && dataOutput == null) {
                throw new IllegalArgumentException("streamOutput or dataOutput is needed");
            }
            streamOutput = streamOutput == null ? null : List.copyOf(streamOutput);
            dataOutput = dataOutput == null ? null : List.copyOf(dataOutput);
        }

        @Override
        public String encode() {
            return ClientMessageJson.encode(this);
        }
    }
}
