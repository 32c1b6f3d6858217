package io.github.camelvision.roboflow.webrtc.core.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelvision.roboflow.webrtc.core.error.ProtocolException;
import io.github.camelvision.roboflow.webrtc.core.json.Json;
import java.util.ArrayList;
import java.util.List;

/** JSON of {@link ClientMessage}. */
final class ClientMessageJson {

    private static final ObjectMapper JSON = Json.counting().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final String ACK = "ack";
    private static final String STREAM_OUTPUT = "stream_output";
    private static final String DATA_OUTPUT = "data_output";

    private ClientMessageJson() {}

    static List<ClientMessage> parse(String text) {
        JsonNode root = readObject(text);
        List<ClientMessage> messages = new ArrayList<>(2);
        JsonNode ack = root.get(ACK);
        if (isPresent(ack)) {
            if (!ack.isIntegralNumber() || !ack.canConvertToLong() || ack.longValue() < 0) {
                throw new ProtocolException("client message: \"ack\" must be a non-negative integer");
            }
            messages.add(new ClientMessage.Ack(ack.longValue()));
        }
        List<String> streamOutput = names(root, STREAM_OUTPUT);
        List<String> dataOutput = names(root, DATA_OUTPUT);
        if (streamOutput != null || dataOutput != null) {
            messages.add(new ClientMessage.Outputs(streamOutput, dataOutput));
        }
        if (messages.isEmpty()) {
            throw new ProtocolException("client message has none of \"ack\", \"stream_output\", \"data_output\"");
        }
        return messages;
    }

    static String encode(ClientMessage.Outputs outputs) {
        ObjectNode root = JSON.createObjectNode();
        put(root, STREAM_OUTPUT, outputs.streamOutput());
        put(root, DATA_OUTPUT, outputs.dataOutput());
        return root.toString();
    }

    /** @throws ProtocolException when it is too long or no JSON object */
    static JsonNode readObject(String text) {
        if (text.length() > ClientMessage.MAX_LENGTH) {
            throw new ProtocolException("client message of " + text.length() + " chars; the cap is " + ClientMessage.MAX_LENGTH);
        }
        JsonNode root;
        try {
            root = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new ProtocolException("client message is no JSON: " + e.getOriginalMessage());
        }
        if (!root.isObject()) {
            throw new ProtocolException("client message is no JSON object");
        }
        return root;
    }

    private static List<String> names(JsonNode root, String field) {
        JsonNode value = root.get(field);
        if (!isPresent(value)) {
            return null;
        }
        if (!value.isArray()) {
            throw new ProtocolException("client message: \"" + field + "\" must be a list of names");
        }
        List<String> names = new ArrayList<>(value.size());
        for (JsonNode name : value) {
            if (name.isTextual()) {
                names.add(name.textValue());
            } else if (!name.isNull()) {
                // A null in the list names nothing, like a blank (docs/protocol.adoc#outputs).
                throw new ProtocolException("client message: \"" + field + "\" must be a list of names");
            }
        }
        return names;
    }

    private static boolean isPresent(JsonNode node) {
        return node != null && !node.isNull();
    }

    private static void put(ObjectNode root, String field, List<String> names) {
        if (names != null) {
            ArrayNode array = root.putArray(field);
            names.forEach(array::add);
        }
    }
}
