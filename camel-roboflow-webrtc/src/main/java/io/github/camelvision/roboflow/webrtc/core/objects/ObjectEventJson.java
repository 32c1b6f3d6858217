package io.github.camelvision.roboflow.webrtc.core.objects;

import static io.github.camelvision.roboflow.webrtc.core.json.JsonFields.number;
import static io.github.camelvision.roboflow.webrtc.core.json.JsonFields.text;
import static io.github.camelvision.roboflow.webrtc.core.json.JsonFields.time;
import static io.github.camelvision.roboflow.webrtc.core.json.JsonFields.whole;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelvision.roboflow.webrtc.core.error.ProtocolException;
import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.json.Json;
import io.github.camelvision.roboflow.webrtc.core.objects.track.Box;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;

/** An event as JSON: what is known of it, times in ISO-8601. */
final class ObjectEventJson {

    /** Of what is no event, for the message. */
    private static final int MOST_SHOWN = 200;

    private ObjectEventJson() {}

    static byte[] bytes(ObjectEvent event) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("id", event.id()).put("type", event.type().name());
        text(json, "camera", event.camera());
        text(json, "objectId", event.objectId());
        text(json, "class", event.className());
        text(json, "zone", event.zone());
        text(json, "line", event.line());
        text(json, "direction", event.direction());
        text(json, "time", event.time().at());
        text(json, "timeSource", event.time().source());
        number(json, "uncertainty", event.time().uncertainty());
        text(json, "from", event.from());
        number(json, "seconds", event.seconds());
        text(json, "reason", event.reason());
        text(json, "sessionId", event.sessionId());
        whole(json, "frameId", event.frameId());
        whole(json, "trackerId", event.trackerId());
        state(json, "before", event.before());
        state(json, "after", event.after());
        return Json.bytes(json);
    }

    private static void state(ObjectNode json, String name, ObjectState state) {
        if (state == null) {
            return;
        }
        ObjectNode node = json.putObject(name);
        text(node, "class", state.className());
        number(node, "confidence", state.confidence());
        if (state.box() != null) {
            // as Roboflow writes boxes: by their centre
            Box box = state.box();
            node.put("x", box.x()).put("y", box.y()).put("width", box.width()).put("height", box.height());
        }
        if (state.zones() != null) {
            ArrayNode zones = node.putArray("zones");
            state.zones().forEach(zones::add);
        }
        if (state.count() != null) {
            node.put("count", state.count());
        }
    }

    static ObjectEvent read(byte[] event) {
        try {
            JsonNode json = Json.tree(event, 0, event.length);
            String direction = text(json, "direction");
            EventTime time = new EventTime(time(json, "time"), EventTime.Source.valueOf(json.path("timeSource").asText()),
                    number(json, "uncertainty"));
            return new ObjectEvent(text(json, "id"), ObjectEvent.Type.valueOf(json.path("type").asText()), text(json, "camera"),
                    text(json, "objectId"), text(json, "class"), text(json, "zone"), text(json, "line"),
                    direction == null ? null : ObjectEvent.Direction.valueOf(direction), time, time(json, "from"),
                    number(json, "seconds"), text(json, "reason"), text(json, "sessionId"), whole(json, "frameId"),
                    whole(json, "trackerId"), state(json.path("before")), state(json.path("after")));
        } catch (ProtocolException | IllegalArgumentException | NullPointerException | DateTimeException e) {
            String text = new String(event, 0, Math.min(event.length, MOST_SHOWN), StandardCharsets.UTF_8);
            throw new RoboflowWebrtcException("No event of an object: " + text + " (" + e.getMessage() + ")", e);
        }
    }

    private static ObjectState state(JsonNode json) {
        if (!json.isObject()) {
            return null;
        }
        List<String> zones = null;
        if (json.has("zones")) {
            zones = new ArrayList<>();
            for (JsonNode zone : json.get("zones")) {
                zones.add(zone.asText());
            }
        }
        return new ObjectState(text(json, "class"), number(json, "confidence"), box(json), zones,
                json.hasNonNull("count") ? json.get("count").asInt() : null);
    }

    private static Box box(JsonNode json) {
        if (!json.hasNonNull("x")) {
            return null;
        }
        double x = json.path("x").asDouble();
        double y = json.path("y").asDouble();
        double width = json.path("width").asDouble();
        double height = json.path("height").asDouble();
        return new Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2);
    }
}
