package io.github.camelvision.roboflow.webrtc.core.objects.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.camelvision.roboflow.webrtc.core.detection.Detection;
import io.github.camelvision.roboflow.webrtc.core.json.JsonOrYaml;
import io.github.camelvision.roboflow.webrtc.core.json.PlacedJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads rules. A mistake is told with its place, as in {@code zones[1].polygon[2]}. */
public final class RulesReader {

    /** As many zones, lines and classes as anybody draws; these are only bounds. */
    private static final int MOST = 1_000;
    private static final int MOST_FRAMES = 64;
    private static final double MOST_PIXELS = 65_535;

    private final boolean relative;

    private RulesReader(boolean relative) {
        this.relative = relative;
    }

    /** Reads JSON, where comments are allowed, or YAML. @throws IllegalArgumentException that names the place of a mistake */
    public static ObjectRules read(String text) {
        return of(JsonOrYaml.read(text, "The rules of object events"));
    }

    /** Reads a tree. @throws IllegalArgumentException that names the place of a mistake */
    public static ObjectRules of(JsonNode tree) {
        PlacedJson root = new PlacedJson("Rules of object events, ", "", tree == null ? MissingNode.getInstance() : tree);
        root.object("coordinates", "classes", "only", "objects", "zones", "lines");
        String coordinates = root.at("coordinates").choice("pixels", "pixels", "relative");
        return new RulesReader(coordinates.equals("relative")).rules(root);
    }

    private ObjectRules rules(PlacedJson root) {
        Map<String, ClassRule> classes = new LinkedHashMap<>();
        root.at("classes").fields(MOST).forEach((name, node) -> classes.put(name, classRule(node)));
        List<ZoneRule> zones = root.at("zones").list(MOST).stream().map(this::zone).toList();
        List<LineRule> lines = root.at("lines").list(MOST).stream().map(this::line).toList();
        unique(root.at("zones"), zones.stream().map(ZoneRule::name).toList());
        unique(root.at("lines"), lines.stream().map(LineRule::name).toList());
        return new ObjectRules(relative, Map.copyOf(classes), root.at("only").bool(false), life(root.at("objects")), zones, lines);
    }

    private static void unique(PlacedJson list, List<String> names) {
        for (int i = 0; i < names.size(); i++) {
            if (names.indexOf(names.get(i)) < i) {
                throw list.list(MOST).get(i).at("name").wrong("is the name of another one, too: '" + names.get(i) + "'");
            }
        }
    }

    private ClassRule classRule(PlacedJson node) {
        node.object("confidence", "minimumWidth", "minimumHeight");
        return new ClassRule(node.at("confidence").number(ClassRule.CONFIDENCE, 0, 1), node.at("minimumWidth").number(0, 0, most()),
                node.at("minimumHeight").number(0, 0, most()));
    }

    private static LifeRule life(PlacedJson node) {
        node.object("confirmFrames", "confirmOf", "endAfter", "keepFor", "updateEvery", "tracking");
        LifeRule usual = LifeRule.DEFAULT;
        int frames = (int) node.at("confirmFrames").whole(usual.confirmFrames(), 1, MOST_FRAMES);
        int of = (int) node.at("confirmOf").whole(Math.max(frames, usual.confirmOf()), 1, MOST_FRAMES);
        if (of < frames) {
            throw node.at("confirmOf").wrong("is at least confirmFrames, " + frames + ", not " + of);
        }
        Duration endAfter = node.at("endAfter").duration(usual.endAfter());
        Duration keepFor = node.at("keepFor").duration(usual.keepFor());
        if (keepFor.compareTo(endAfter) < 0) {
            throw node.at("keepFor")
                    .wrong("is at least endAfter, " + PlacedJson.seconds(endAfter) + ", not " + PlacedJson.seconds(keepFor));
        }
        String tracking = node.at("tracking").choice(usual.tracking().name(), "auto", "workflow", "builtIn");
        return new LifeRule(frames, of, endAfter, keepFor, node.at("updateEvery").duration(usual.updateEvery()),
                LifeRule.Tracking.valueOf(tracking));
    }

    private ZoneRule zone(PlacedJson node) {
        node.object("name", "polygon", "anchors", "classes", "cameras", "dwell", "settle", "countAfter", "cooldown");
        List<Detection.Point> polygon = node.at("polygon").list(ZoneRule.MOST_CORNERS).stream().map(this::point).toList();
        if (polygon.size() < 3) {
            throw node.at("polygon").wrong("has at least 3 corners, not " + polygon.size());
        }
        List<Duration> dwell = new ArrayList<>();
        node.at("dwell").listOrOne(MOST).forEach(time -> dwell.add(time.duration(null)));
        return new ZoneRule(node.at("name").text(), polygon, anchors(node, ZoneRule.ANCHORS), node.at("classes").texts(MOST),
                node.at("cameras").texts(MOST), dwell.stream().sorted().toList(), node.at("settle").duration(Duration.ofMillis(500)),
                node.at("countAfter").duration(Duration.ZERO), node.at("cooldown").duration(Duration.ZERO));
    }

    private LineRule line(PlacedJson node) {
        node.object("name", "from", "to", "anchors", "threshold", "classes", "cameras", "cooldown");
        Detection.Point from = point(node.at("from"));
        Detection.Point to = point(node.at("to"));
        if (from.equals(to)) {
            throw node.at("to").wrong("is the same point as from: a line has a length");
        }
        return new LineRule(node.at("name").text(), from, to, anchors(node, LineRule.ANCHORS),
                (int) node.at("threshold").whole(1, 1, MOST), node.at("classes").texts(MOST), node.at("cameras").texts(MOST),
                node.at("cooldown").duration(Duration.ZERO));
    }

    private static List<Anchor> anchors(PlacedJson node, List<Anchor> usual) {
        List<Anchor> anchors = node.at("anchors").listOrOne(Anchor.values().length).stream()
                .map(name -> Anchor.valueOf(name.choice(null, PlacedJson.names(Anchor.values())))).toList();
        return anchors.isEmpty() ? usual : anchors;
    }

    private double most() {
        return relative ? 1 : MOST_PIXELS;
    }

    private Detection.Point point(PlacedJson node) {
        List<PlacedJson> numbers = node.list(2);
        if (numbers.size() != 2) {
            throw node.wrong("is a point [x, y], not " + node);
        }
        return new Detection.Point(numbers.get(0).number(null, 0, most()), numbers.get(1).number(null, 0, most()));
    }
}
