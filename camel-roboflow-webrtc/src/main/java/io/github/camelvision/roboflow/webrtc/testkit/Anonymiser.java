package io.github.camelvision.roboflow.webrtc.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.camelvision.roboflow.webrtc.core.media.JavaImages;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.core.signalling.Redaction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** Takes images and text out of a recording's items: see {@link Recording#anonymised}. */
final class Anonymiser {

    /** Fields of outputs whose text says what kind of thing was seen, and not what is written on it. */
    private static final Set<String> KEPT = Set.of("class", "class_name", "top", "predicted_classes", "detection_id", "parent_id",
            "prediction_type", "type", "inference_id", "counts");
    /** Addresses with and without a scheme: URLs, IP addresses, names with a port, addresses of people. */
    private static final Pattern ADDRESS = Pattern.compile(String.join("|",
            "\\b[A-Za-z][A-Za-z0-9+.-]*://\\S+",
            "\\S+@\\S+",
            "\\b\\d{1,3}(?:\\.\\d{1,3}){3}\\b",
            "\\[?(?:[0-9a-fA-F]{0,4}:){2,}[0-9a-fA-F.]*]?",
            "\\b[\\w-]+(?:\\.[\\w-]+)*:\\d{2,5}\\b",
            "\\b(?:[\\w-]+\\.)+[a-zA-Z]{2,}\\b",
            "(?:^|(?<=\\s))/\\S+"));
    private static final JsonMapper JSON = JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS).build();

    private final Map<String, String> sessions = new ConcurrentHashMap<>();

    RecordedItem apply(RecordedItem item) {
        return new RecordedItem(item.at(), session(item.sessionId()), item.result() == null ? null : result(item.result()),
                item.frame() == null ? null : RecordingFormat.grey(item.frame().width(), item.frame().height(), item.frame().pts()),
                item.imageField(), item.event() == null ? null : event(item.event()));
    }

    private String session(String id) {
        return id == null ? null : sessions.computeIfAbsent(id, key -> "session-" + (sessions.size() + 1));
    }

    private InferenceResult result(InferenceResult result) {
        ObjectNode message = (ObjectNode) result.toJsonNode();
        message.properties().forEach(field -> {
            if (field.getKey().equals("serialized_output_data")) {
                field.setValue(output(null, field.getValue()));
            } else if (!field.getKey().equals("video_metadata")) {
                field.setValue(masked(field.getValue()));
            }
        });
        return InferenceResult.parse(bytes(message));
    }

    /** A copy. @param name of the field that it stands in */
    private JsonNode output(String name, JsonNode node) {
        if (node.isTextual()) {
            return name != null && KEPT.contains(name) ? node : new TextNode("text of " + node.textValue().length() + " characters");
        }
        if (node.isArray()) {
            ArrayNode copy = JSON.createArrayNode();
            node.forEach(each -> copy.add(output(name, each)));
            return copy;
        }
        if (!node.isObject()) {
            return node;
        }
        boolean image = "base64".equals(node.path("type").textValue()) && node.path("value").isTextual();
        ObjectNode copy = JSON.createObjectNode();
        node.properties().forEach(field -> copy.set(field.getKey(), image && field.getKey().equals("value")
                ? new TextNode(withoutContent(field.getValue().textValue())) : output(field.getKey(), field.getValue())));
        return copy;
    }

    private static String withoutContent(String base64) {
        return Base64.getEncoder().encodeToString(JavaImages.withoutContent(Base64.getDecoder().decode(base64)));
    }

    private byte[] event(byte[] json) {
        try {
            ObjectNode event = (ObjectNode) JSON.readTree(json);
            if (event.hasNonNull("sessionId")) {
                event.put("sessionId", session(event.get("sessionId").asText()));
            }
            if (event.hasNonNull("reason")) {
                event.set("reason", masked(event.get("reason")));
            }
            return bytes(event);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode masked(JsonNode node) {
        if (node.isArray()) {
            ArrayNode copy = JSON.createArrayNode();
            node.forEach(each -> copy.add(masked(each)));
            return copy;
        }
        return node.isTextual() ? new TextNode(ADDRESS.matcher(Redaction.text(node.textValue())).replaceAll(Redaction.MASK)) : node;
    }

    private static byte[] bytes(JsonNode json) {
        try {
            return JSON.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree in memory was not written", e);
        }
    }
}
