package io.github.camelvision.roboflow.webrtc;

import static io.github.camelvision.roboflow.webrtc.core.json.JsonFields.text;
import static io.github.camelvision.roboflow.webrtc.core.json.JsonFields.time;
import static io.github.camelvision.roboflow.webrtc.core.json.JsonFields.whole;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.json.Json;
import io.github.camelvision.roboflow.webrtc.core.session.status.Drops;
import io.github.camelvision.roboflow.webrtc.core.session.status.SessionState;
import io.github.camelvision.roboflow.webrtc.core.source.UploadProgress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;

/** A session's event as JSON: what is known of it, times in ISO-8601. */
final class SessionEventJson {

    private static final ObjectMapper JSON = Json.plain();

    private SessionEventJson() {}

    static byte[] bytes(SessionEvent event) {
        ObjectNode json = JSON.createObjectNode().put("type", event.type().name());
        text(json, "time", event.time());
        text(json, "sessionId", event.sessionId());
        text(json, "state", event.state());
        text(json, "reason", event.reason());
        whole(json, "lastFrameId", event.lastFrameId());
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
        whole(json, "framesLost", event.framesLost());
        try {
            return JSON.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree in memory was not written", e);
        }
    }

    /** The reverse of {@link #bytes}. @throws RoboflowWebrtcException when it is no event */
    static SessionEvent read(byte[] event) {
        try {
            JsonNode json = JSON.readTree(event);
            Drops drops = !json.hasNonNull("dropped") ? null : new Drops(Drops.Kind.valueOf(json.get("dropped").asText()),
                    json.path("count").asLong(), json.path("total").asLong());
            UploadProgress upload = !json.hasNonNull("uploadSize") ? null
                    : new UploadProgress(0, 0, json.path("uploadedBytes").asLong(), json.get("uploadSize").asLong());
            return new SessionEvent(SessionEvent.Type.valueOf(json.path("type").asText()), time(json, "time"), text(json, "sessionId"),
                    SessionState.valueOf(json.path("state").asText(SessionState.STREAMING.name())), text(json, "reason"),
                    whole(json, "lastFrameId"), time(json, "from"), json.hasNonNull("attempt") ? json.get("attempt").asInt() : null,
                    time(json, "nextAttempt"), json.hasNonNull("failed") ? json.get("failed").asBoolean() : null, drops, upload,
                    whole(json, "framesLost"));
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            throw new RoboflowWebrtcException("No event of a session: " + new String(event, StandardCharsets.UTF_8) + " (" + e.getMessage()
                    + ")", e);
        }
    }
}
