package io.github.camelvision.roboflow.webrtc.core.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/** Fields of JSON objects that may be absent: null is not written, and what is absent or null is read as null. */
public final class JsonFields {

    private JsonFields() {}

    public static String text(JsonNode json, String name) {
        return json.hasNonNull(name) ? json.get(name).asText() : null;
    }

    /** @throws java.time.DateTimeException when it is no time in ISO-8601 */
    public static Instant time(JsonNode json, String name) {
        String text = text(json, name);
        return text == null ? null : Instant.parse(text);
    }

    public static Double number(JsonNode json, String name) {
        return json.hasNonNull(name) ? (Double) json.get(name).asDouble() : null;
    }

    public static Long whole(JsonNode json, String name) {
        return json.hasNonNull(name) ? (Long) json.get(name).asLong() : null;
    }

    /** Writes a word of an enum by its name, times in ISO-8601, and texts. */
    public static void text(ObjectNode json, String name, Object value) {
        if (value != null) {
            json.put(name, value instanceof Enum<?> word ? word.name() : value.toString());
        }
    }

    public static void number(ObjectNode json, String name, Double value) {
        if (value != null) {
            json.put(name, value);
        }
    }

    public static void whole(ObjectNode json, String name, Long value) {
        if (value != null) {
            json.put(name, value);
        }
    }
}
