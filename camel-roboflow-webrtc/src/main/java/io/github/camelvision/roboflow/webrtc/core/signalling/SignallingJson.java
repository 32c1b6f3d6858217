package io.github.camelvision.roboflow.webrtc.core.signalling;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelvision.roboflow.webrtc.core.json.Json;
import java.io.IOException;

/** The JSON mapper of this package. */
public final class SignallingJson {

    private static final ObjectMapper MAPPER = Json.counting();

    private SignallingJson() {}

    public static JsonNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    public static byte[] bytes(JsonNode node) {
        try {
            return MAPPER.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The request cannot be written as JSON", e);
        }
    }

    /** The parsed document, or null when it is none. The parser's message is not passed on: it quotes the document. */
    public static JsonNode parseOrNull(byte[] bytes) {
        try {
            JsonNode node = MAPPER.readTree(bytes);
            return node == null || node.isMissingNode() ? null : node;
        } catch (IOException e) {
            return null;
        }
    }

    /** The text of a field, or null when absent, null or no scalar. */
    public static String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return value.isValueNode() && !value.isNull() ? value.asText() : null;
    }
}
