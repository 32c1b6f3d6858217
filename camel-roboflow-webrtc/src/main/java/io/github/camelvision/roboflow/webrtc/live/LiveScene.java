package io.github.camelvision.roboflow.webrtc.live;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelvision.roboflow.webrtc.core.detection.Detection;
import io.github.camelvision.roboflow.webrtc.core.objects.SceneState;
import java.util.List;

/** Zones, lines and objects as the page reads them: all coordinates are 0 to 1 of the frame, with four decimals. */
final class LiveScene {

    static final int MAX_ZONES = 50;
    static final int MAX_LINES = 50;
    /** Of all zones together; zones beyond it come without their corners. */
    static final int MAX_CORNERS = 2_000;
    static final int MAX_OBJECTS = 200;
    private static final double DECIMALS = 1e4;

    private final double width;
    private final double height;

    private LiveScene(double width, double height) {
        this.width = width;
        this.height = height;
    }

    /** Places are left out while the size of the frame is unknown and they are in pixels. */
    static ObjectNode json(SceneState scene) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        LiveScene rules = scene.relative() ? new LiveScene(1, 1) : new LiveScene(scene.width(), scene.height());
        ArrayNode zones = node.putArray("zones");
        int corners = 0;
        for (SceneState.Zone zone : scene.zones().subList(0, Math.min(MAX_ZONES, scene.zones().size()))) {
            ObjectNode each = zones.addObject().put("name", zone.rule().name()).put("inside", zone.inside());
            corners += zone.rule().polygon().size();
            ArrayNode polygon = each.putArray("polygon");
            if (rules.known() && corners <= MAX_CORNERS) {
                zone.rule().polygon().forEach(corner -> rules.point(polygon.addArray(), corner));
            }
        }
        ArrayNode lines = node.putArray("lines");
        for (SceneState.Line line : scene.lines().subList(0, Math.min(MAX_LINES, scene.lines().size()))) {
            ObjectNode each = lines.addObject().put("name", line.rule().name()).put("in", line.in()).put("out", line.out());
            if (rules.known()) {
                rules.point(each.putArray("from"), line.rule().from());
                rules.point(each.putArray("to"), line.rule().to());
            }
        }
        node.put("left", Math.max(0, scene.zones().size() - MAX_ZONES) + Math.max(0, scene.lines().size() - MAX_LINES));
        objects(node.putArray("objects"), scene);
        return node;
    }

    private static void objects(ArrayNode objects, SceneState scene) {
        LiveScene pixels = new LiveScene(scene.width(), scene.height());
        if (pixels.known()) {
            scene.objects().stream().limit(MAX_OBJECTS).forEach(object -> pixels.point(objects.addObject().put("id", object.id())
                    .putArray("at"), new Detection.Point((object.box().left() + object.box().right()) / 2, object.box().bottom())));
        }
    }

    private boolean known() {
        return width > 0 && height > 0;
    }

    private void point(ArrayNode to, Detection.Point point) {
        List.of(point.x() / width, point.y() / height).forEach(part -> to.add(Math.rint(part * DECIMALS) / DECIMALS));
    }
}
