package io.github.camelvision.roboflow.webrtc.examples.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelvision.roboflow.webrtc.core.objects.ObjectEvent;
import io.github.camelvision.roboflow.webrtc.core.objects.rules.LineRule;
import io.github.camelvision.roboflow.webrtc.core.objects.rules.ObjectRules;
import io.github.camelvision.roboflow.webrtc.core.objects.rules.ZoneRule;
import java.awt.geom.Path2D;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What really was on the conveyor, from the file that its renderer wrote: which part was where in which frame. Knows nothing of the
 * engine, nor of the workflow. Lines are judged by the parts' centres, zones by the middle of their left edges: with the centre, a box
 * that reaches over the zone's right edge counts as inside (docs/events.adoc#supervision).
 */
final class Truth {

    /** A centre that was found this far (pixels) from a part's own is that part's. Parts are some 50 pixels wide. */
    private static final double NEAR = 20;
    /** A part that is seen in fewer frames may be left out: at the video's ends. */
    private static final int FEW_FRAMES = 5;

    /** Where the centre was, and the left edge. */
    private record Place(double x, double y, double left) {}

    /**
     * What was told, beside what was there.
     *
     * @param missed was there and was not told, a line each
     * @param doubled was told twice, or was not there
     * @param really by what is counted
     * @param told likewise
     */
    record Verdict(List<String> missed, List<String> doubled, Map<String, Integer> really, Map<String, Integer> told) {

        Verdict() {
            this(new ArrayList<>(), new ArrayList<>(), new TreeMap<>(), new TreeMap<>());
        }

        boolean good() {
            return missed.isEmpty() && doubled.isEmpty();
        }

        private void count(String kind, String which, int truth, int events) {
            really.merge(kind, truth, Integer::sum);
            told.merge(kind, events, Integer::sum);
            for (int i = events; i < truth; i++) {
                missed.add(kind + ": " + which);
            }
            for (int i = truth; i < events; i++) {
                doubled.add(kind + ": " + which);
            }
        }

        /** A line for each kind. */
        List<String> table() {
            return really.keySet().stream().map(kind -> "%-34s %3d of %d".formatted(kind, told.get(kind), really.get(kind))).toList();
        }

        @Override
        public String toString() {
            return "missed " + missed + ", doubled " + doubled;
        }
    }

    private final double fps;
    /** By part, then by frame. */
    private final Map<Integer, TreeMap<Long, Place>> parts = new TreeMap<>();

    private Truth(double fps) {
        this.fps = fps;
    }

    static Truth read(Path file, double fps) throws IOException {
        Truth truth = new Truth(fps);
        ObjectMapper json = new ObjectMapper();
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode frame = json.readTree(line);
                frame.path("parts").forEach(part -> truth.parts.computeIfAbsent(part.path("id").asInt(), id -> new TreeMap<>())
                        .put(frame.path("frame").asLong(), new Place(part.path("x").asDouble(), part.path("y").asDouble(),
                                part.path("x").asDouble() - part.path("width").asDouble() / 2)));
            }
        }
        return truth;
    }

    Verdict compare(ObjectRules rules, List<ObjectEvent> events) {
        Verdict verdict = new Verdict();
        Map<String, Integer> partOf = objects(events, verdict);
        parts.forEach((part, places) -> {
            List<ObjectEvent> own = events.stream()
                    .filter(event -> event.objectId() != null && part.equals(partOf.get(event.objectId()))).toList();
            rules.lines().forEach(line -> crossings(line, part, own, verdict));
            rules.zones().forEach(zone -> visit(zone, part, own, verdict));
        });
        return verdict;
    }

    /** @return which part each object is */
    private Map<String, Integer> objects(List<ObjectEvent> events, Verdict verdict) {
        Map<String, Integer> partOf = new LinkedHashMap<>();
        events.stream().filter(event -> event.type() == ObjectEvent.Type.appeared).forEach(event -> partOf.put(event.objectId(), null));
        partOf.replaceAll((object, unknown) -> nearest(events.stream().filter(event -> object.equals(event.objectId())).toList()));
        parts.forEach((part, places) -> {
            int told = Collections.frequency(partOf.values(), part);
            verdict.count("objects", "part " + part, places.size() < FEW_FRAMES ? Math.min(told, 1) : 1, told);
        });
        partOf.forEach((object, part) -> {
            if (part == null) {
                verdict.count("objects", object + " that was not there", 0, 1);
            }
        });
        return partOf;
    }

    /** The part that was where most events of an object saw it: two that touch at the frame's edge may look like one at first. */
    private Integer nearest(List<ObjectEvent> life) {
        Map<Integer, Integer> votes = new TreeMap<>();
        for (ObjectEvent event : life) {
            if (event.frameId() != null && event.after() != null && event.after().box() != null) {
                parts.forEach((part, places) -> {
                    Place place = places.get(event.frameId());
                    if (place != null && Math.hypot(place.x - event.after().box().x(), place.y - event.after().box().y()) < NEAR) {
                        votes.merge(part, 1, Integer::sum);
                    }
                });
            }
        }
        return votes.entrySet().stream().max(Map.Entry.comparingByValue()).map(Map.Entry::getKey).orElse(null);
    }

    private void crossings(LineRule line, int part, List<ObjectEvent> events, Verdict verdict) {
        int really = 0;
        double before = 0;
        for (Place place : parts.get(part).values()) {
            double side = Math.signum((line.to().x() - line.from().x()) * (place.y - line.from().y())
                    - (line.to().y() - line.from().y()) * (place.x - line.from().x()));
            really += before != 0 && side != 0 && side != before ? 1 : 0;
            before = side == 0 ? before : side;
        }
        long told = events.stream().filter(event -> event.type() == ObjectEvent.Type.crossed && line.name().equals(event.line())).count();
        verdict.count("crossings of " + line.name(), "part " + part, really, (int) told);
    }

    /** A whole visit: the part was seen outside before and for a while after. */
    private void visit(ZoneRule zone, int part, List<ObjectEvent> events, Verdict verdict) {
        Path2D area = new Path2D.Double();
        zone.polygon().forEach(corner -> {
            if (area.getCurrentPoint() == null) {
                area.moveTo(corner.x(), corner.y());
            } else {
                area.lineTo(corner.x(), corner.y());
            }
        });
        area.closePath();
        List<Boolean> inside = parts.get(part).values().stream().map(place -> area.contains(place.left, place.y)).toList();
        int first = inside.indexOf(true);
        int last = inside.lastIndexOf(true);
        if (first <= 0 || inside.size() - 1 - last < fps) {
            return;
        }
        List<ObjectEvent> left = events.stream().filter(event -> event.type() == ObjectEvent.Type.left && event.reason() == null
                && zone.name().equals(event.zone())).toList();
        verdict.count("visits of " + zone.name(), "part " + part, 1, left.size());
        double seconds = (last - first + 1) / fps;
        int exact = left.stream().anyMatch(event -> Math.abs(event.seconds() - seconds) <= 1.01 / fps) ? 1 : 0;
        verdict.count("length of visits of " + zone.name(), "part " + part + " for " + seconds + " s", 1, exact);
    }
}
