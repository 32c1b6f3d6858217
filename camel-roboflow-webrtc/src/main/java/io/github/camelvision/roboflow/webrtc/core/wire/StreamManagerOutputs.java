package io.github.camelvision.roboflow.webrtc.core.wire;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelvision.roboflow.webrtc.core.error.ProtocolException;
import java.util.List;

/**
 * A change of the outputs in a Stream Manager's session as a client sends it (docs/protocol.adoc#stream-manager-session): one name each, as
 * a text or in a list. Roboflow's server failed at both when it was tried; this library's worker takes both, and its client sends neither.
 * <pre>
 * {"stream_output": "image", "data_output": "predictions"}
 * </pre>
 */
public final class StreamManagerOutputs {

    private static final String STREAM_OUTPUT = "stream_output";
    private static final String DATA_OUTPUT = "data_output";

    private StreamManagerOutputs() {}

    /**
     * @return lists of one name; null where the message says nothing
     * @throws ProtocolException when it is no JSON object, is too long, or changes nothing
     */
    public static ClientMessage.Outputs parse(String text) {
        JsonNode root = ClientMessageJson.readObject(text);
        List<String> stream = name(root, STREAM_OUTPUT);
        List<String> data = name(root, DATA_OUTPUT);
        if (stream == null && data == null) {
            throw new ProtocolException("client message has neither \"stream_output\" nor \"data_output\"");
        }
        return new ClientMessage.Outputs(stream, data);
    }

    private static List<String> name(JsonNode root, String field) {
        JsonNode value = root.path(field);
        if (value.isArray()) {
            value = value.isEmpty() ? null : value.get(0);
            if (value == null || value.isNull()) {
                return List.of("");
            }
        }
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            throw new ProtocolException("client message: \"" + field + "\" must be a name");
        }
        return List.of(value.textValue());
    }
}
