package io.github.camelvision.roboflow.webrtc.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelvision.roboflow.webrtc.core.detection.Detection;
import io.github.camelvision.roboflow.webrtc.core.detection.Detections;
import io.github.camelvision.roboflow.webrtc.core.draw.Annotator;
import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.json.Json;
import io.github.camelvision.roboflow.webrtc.core.objects.SceneState;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Answers the requests of the live view's page. Knows nothing of HTTP but status, type and body. Thread-safe, blocks for no I/O. */
final class LiveView {

    static final int MAX_VIEWERS = 8;
    /** Well above the pause between two requests of the page. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final ObjectMapper JSON = Json.plain();
    private static final String JSON_TYPE = "application/json";
    private static final int MAX_DETECTIONS = 100;
    static final int MAX_OUTPUTS = 100;
    static final int MAX_OUTPUT_TEXT = 2_000;
    private static final int MAX_TEXT = 500;
    private static final int MAX_ERRORS = 10;
    private static final Map<String, String> FILE_TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8");

    /** @param headers beyond the content type */
    record Reply(int status, String contentType, byte[] body, Map<String, Object> headers) {}

    private final String context;
    private final Supplier<? extends Collection<LiveSession>> sessions;
    private final Viewers viewers = new Viewers(MAX_VIEWERS, LiveTap.LEASE, PATIENCE);

    /** @param context name to show */
    LiveView(String context, Supplier<? extends Collection<LiveSession>> sessions) {
        this.context = context;
        this.sessions = sessions;
    }

    /** One of the page's own files. */
    Reply file(String name) {
        try (InputStream in = LiveView.class.getResourceAsStream(name)) {
            return new Reply(200, FILE_TYPES.get(name.substring(name.lastIndexOf('.') + 1)), in.readAllBytes(), Map.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All sessions: state and counters, no frames. */
    Reply sessions() {
        ObjectNode root = JSON.createObjectNode().put("context", context).put("time", System.currentTimeMillis());
        ArrayNode all = root.putArray("sessions");
        sessions.get().forEach(session -> all.add(session.facts().put("id", session.id())));
        return json(200, root);
    }

    /** What one session found last. Opens its tap. */
    Reply session(String id, String viewer) {
        return watching(id, viewer, session -> {
            ObjectNode root = JSON.createObjectNode().put("id", id);
            LiveFrame seen = session.tap().newest();
            if (seen != null) {
                describe(root, seen);
            }
            SceneState scene = session.scene().get();
            if (scene != null) {
                root.set("scene", LiveScene.json(scene));
            }
            return json(200, root);
        });
    }

    /**
     * The newest frame of one session; 204 when there is no newer one. Opens its tap.
     *
     * @param after number of the frame that the viewer has; 0: none
     */
    Reply frame(String id, String viewer, long after, LiveTap.Look look) {
        return watching(id, viewer, session -> {
            LiveTap.Jpeg jpeg = session.tap().jpeg(after, look);
            return jpeg == null ? new Reply(204, "image/jpeg", new byte[0], Map.of())
                    : new Reply(200, "image/jpeg", jpeg.bytes(), Map.of("X-Frame", jpeg.number()));
        });
    }

    private interface Watching {

        Reply answer(LiveSession session);
    }

    private Reply watching(String id, String viewer, Watching watching) {
        LiveSession session = sessions.get().stream().filter(each -> each.id().equals(id)).findFirst().orElse(null);
        if (session == null) {
            return error(404, "There is no such session any more");
        }
        if (!viewers.admit(viewer)) {
            return error(503, "Too many viewers: at most " + MAX_VIEWERS + " may watch at once");
        }
        session.tap().watch();
        try {
            return watching.answer(session);
        } catch (RoboflowWebrtcException e) {
            return error(422, shortened(e.getMessage(), MAX_TEXT));
        }
    }

    private static void describe(ObjectNode root, LiveFrame seen) {
        root.put("frameId", seen.frameId());
        ArrayNode errors = root.putArray("errors");
        seen.errors().stream().limit(MAX_ERRORS).forEach(error -> errors.add(shortened(error, MAX_TEXT)));
        Detections detections = seen.detections().get();
        root.put("count", detections.getSize());
        ArrayNode list = root.putArray("detections");
        for (Detection detection : detections.getList().subList(0, Math.min(MAX_DETECTIONS, detections.getSize()))) {
            ObjectNode node = list.addObject();
            node.put("class", shortened(String.valueOf(detection.className()), MAX_TEXT)).put("confidence", detection.confidence())
                    .put("x", Math.round(detection.x())).put("y", Math.round(detection.y()))
                    .put("width", Math.round(detection.width())).put("height", Math.round(detection.height()))
                    .put("colour", String.format("#%06x", Annotator.colour(detection.className()).getRGB() & 0xFFFFFF));
            if (detection.trackerId() != null) {
                node.put("tracker", detection.trackerId());
            }
        }
        if (detections.isEmpty()) {
            root.set("outputs", outputs(seen.outputs().get()));
        }
    }

    /** Name to JSON text; images are only named. */
    private static ObjectNode outputs(JsonNode outputs) {
        ObjectNode texts = JSON.createObjectNode();
        for (Map.Entry<String, JsonNode> output : outputs.properties()) {
            if (texts.size() == MAX_OUTPUTS) {
                texts.put("…", (outputs.size() - MAX_OUTPUTS) + " more");
                break;
            }
            texts.put(shortened(output.getKey(), MAX_TEXT), output.getValue().path("type").asText().equals("base64") ? "(image)"
                    : FirstCharacters.of(output.getValue(), MAX_OUTPUT_TEXT));
        }
        return texts;
    }

    private static String shortened(String text, int max) {
        return text == null || text.length() <= max ? text : text.substring(0, max) + "…";
    }

    private static Reply error(int status, String message) {
        return json(status, JSON.createObjectNode().put("error", message));
    }

    private static Reply json(int status, JsonNode json) {
        try {
            return new Reply(status, JSON_TYPE, JSON.writeValueAsBytes(json), Map.of());
        } catch (JsonProcessingException e) {
            return new Reply(500, "text/plain", "not JSON".getBytes(StandardCharsets.UTF_8), Map.of());
        }
    }

    /** Names of the pages' files. */
    static List<String> files() {
        return List.of("index.html", "zones.html", "app.js", "zones.js", "common.js", "style.css");
    }
}
