package io.github.camelvision.roboflow.webrtc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/** A session's event as JSON: what is known of it, times in ISO-8601. */
final class SessionEventJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    private SessionEventJson() {}

    static byte[] bytes(SessionEvent event) {
        ObjectNode json = JSON.createObjectNode().put("type", event.type().name());
        text(json, "time", event.time());
        text(json, "sessionId", event.sessionId());
        text(json, "state", event.state().name());
        text(json, "reason", event.reason());
        number(json, "lastFrameId", event.lastFrameId());
        text(json, "from", event.from());
        if (event.attempt() != null) {
            json.put("attempt", event.attempt());
        }
        text(json, "nextAttempt", event.nextAttempt());
        if (event.failed() != null) {
            json.put("failed", event.failed());
        }
        if (event.drops() != null) {
            json.put("dropped", event.drops().kind().name()).put("count", event.drops().count()).put("total", event.drops().total());
        }
        if (event.upload() != null) {
            json.put("uploadedBytes", event.upload().bytes()).put("uploadSize", event.upload().totalBytes());
        }
        number(json, "framesLost", event.framesLost());
        try {
            return JSON.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree in memory was not written", e);
        }
    }

    private static void text(ObjectNode json, String name, String value) {
        if (value != null) {
            json.put(name, value);
        }
    }

    private static void text(ObjectNode json, String name, Instant value) {
        text(json, name, value == null ? null : value.toString());
    }

    private static void number(ObjectNode json, String name, Long value) {
        if (value != null) {
            json.put(name, value);
        }
    }
}
