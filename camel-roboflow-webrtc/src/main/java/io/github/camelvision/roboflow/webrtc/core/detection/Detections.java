package io.github.camelvision.roboflow.webrtc.core.detection;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelvision.roboflow.webrtc.core.json.Json;
import io.github.camelvision.roboflow.webrtc.core.json.JsonBody;
import io.github.camelvision.roboflow.webrtc.core.json.JsonNumber;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * A typed view on an output of the shape {@code {"image":{"width","height"},"predictions":[{"x","y","width","height",…}]}}, which
 * object detection, instance segmentation, keypoint detection and trackers give. Immutable. As a body it is that JSON, with the
 * predictions that are in it.
 */
public final class Detections implements Iterable<Detection>, JsonBody {

    private static final Detections NONE = new Detections(null, List.of());

    /** Null when there was none. */
    private final JsonNode output;
    private final List<Detection> list;

    private Detections(JsonNode output, List<Detection> list) {
        this.output = output;
        this.list = list;
    }

    /** No detections, on a frame of unknown size. */
    public static Detections none() {
        return NONE;
    }

    /** Makes detections on a frame of this size, in pixels: for tests, and for vision code of one's own. */
    public static DetectionsBuilder on(int imageWidth, int imageHeight) {
        return new DetectionsBuilder(imageWidth, imageHeight);
    }

    /** {@link #none()} when the node does not look like detections; single predictions without a box are left out. */
    public static Detections of(JsonNode output) {
        if (!DetectionsShape.of(output).detections()) {
            return NONE;
        }
        JsonNode predictions = output.path("predictions");
        List<Detection> list = new ArrayList<>(predictions.size());
        for (JsonNode prediction : predictions) {
            if (Detection.hasBox(prediction)) {
                list.add(Detection.of(prediction));
            }
        }
        return new Detections(output, List.copyOf(list));
    }

    /**
     * The detections among several outputs, in their order: the first that surely are some, empty or not; else an empty list of which
     * nobody can tell what it is a list of. {@link #none()} when there is neither.
     */
    public static Detections among(Iterable<JsonNode> outputs) {
        JsonNode vague = null;
        for (JsonNode output : outputs) {
            DetectionsShape shape = DetectionsShape.of(output);
            if (shape == DetectionsShape.SURE) {
                return of(output);
            }
            if (shape == DetectionsShape.VAGUE && vague == null) {
                vague = output;
            }
        }
        return vague == null ? NONE : of(vague);
    }

    /** Width of the frame that the coordinates refer to; 0 when unknown. */
    public int getImageWidth() {
        return size("width");
    }

    /** Height of the frame that the coordinates refer to; 0 when unknown. */
    public int getImageHeight() {
        return size("height");
    }

    private int size(String name) {
        Long pixels = output == null ? null : JsonNumber.whole(output.path("image").path(name));
        return pixels == null || pixels < 0 || pixels > Integer.MAX_VALUE ? 0 : pixels.intValue();
    }

    public int getSize() {
        return list.size();
    }

    public boolean isEmpty() {
        return list.isEmpty();
    }

    /** In the server's order. A copy, which may be sorted. */
    public List<Detection> getList() {
        return new ArrayList<>(list);
    }

    /** The most confident first, see {@link Detection#compareTo}; those of equal rank in the server's order. */
    public Detections getSorted() {
        return new Detections(output, list.stream().sorted().toList());
    }

    /** Null when there are none. */
    public Detection getFirst() {
        return list.isEmpty() ? null : list.get(0);
    }

    /** The most confident one, the first of several; null when there are none. A confidence of NaN is less than any. */
    public Detection getBest() {
        Detection best = getFirst();
        for (Detection detection : list) {
            best = detection.rank() > best.rank() ? detection : best;
        }
        return best;
    }

    /** How many there are of each class, in order of first appearance. */
    public Map<String, Integer> getCounts() {
        Map<String, Integer> counts = new LinkedHashMap<>();
        list.forEach(detection -> counts.merge(String.valueOf(detection.className()), 1, Integer::sum));
        return counts;
    }

    /** How many there are of one class. */
    public int count(String className) {
        return byClass(className).getSize();
    }

    /** Those of this class, in their order; none where there is no such class. */
    public Detections byClass(String className) {
        return filter(detection -> Objects.equals(detection.className(), className));
    }

    /** @param confidence 0 to 1, inclusive */
    public Detections minConfidence(double confidence) {
        return filter(detection -> detection.confidence() >= confidence);
    }

    /** Those of any of these classes. */
    public Detections byClasses(Collection<String> classNames) {
        return filter(detection -> classNames.contains(detection.className()));
    }

    /** The one object that a tracker gave this number, on this frame: one or none. */
    public Detections byTracker(long trackerId) {
        return filter(detection -> detection.trackerId() != null && detection.trackerId() == trackerId);
    }

    /** Those that a tracker follows. */
    public Detections getTracked() {
        return filter(detection -> detection.trackerId() != null);
    }

    /** The classes, each once, in order of first appearance. */
    public List<String> getClasses() {
        return list.stream().map(Detection::className).filter(Objects::nonNull).distinct().toList();
    }

    /** The trackers' numbers, in the server's order. */
    public List<Long> getTrackerIds() {
        return list.stream().map(Detection::trackerId).filter(Objects::nonNull).toList();
    }

    /** Those whose centre is in a rectangle: pixels of the frame that the coordinates refer to, edges included. */
    public Detections inBox(double left, double top, double right, double bottom) {
        return filter(detection -> detection.x() >= left && detection.x() <= right && detection.y() >= top && detection.y() <= bottom);
    }

    /** Those whose centre is in a polygon, see {@link Zone#parse}: {@code inZone('0,0 640,0 640,300')}. */
    public Detections inZone(String corners) {
        return inside(Zone.parse(corners));
    }

    /** Those whose centre is in the zone. */
    public Detections inside(Zone zone) {
        return filter(detection -> zone.contains(detection.x(), detection.y()));
    }

    /** Those whose feet, the middle of the lower edge, are in a polygon: where people and vehicles stand. */
    public Detections standingIn(String corners) {
        Zone zone = Zone.parse(corners);
        return filter(detection -> zone.contains(detection.x(), detection.bottom()));
    }

    /** Those that the predicate keeps, in their order. */
    public Detections filter(Predicate<Detection> keep) {
        return new Detections(output, list.stream().filter(keep).toList());
    }

    /** The output in Roboflow's form: what the server sent beside the predictions, and the predictions that are in here. */
    @Override
    public byte[] json() {
        return Json.bytes(DetectionJson.output(output, list));
    }

    @Override
    public Iterator<Detection> iterator() {
        return list.iterator();
    }

    @Override
    public String toString() {
        return "Detections[" + list.size() + " on " + getImageWidth() + "x" + getImageHeight() + "]";
    }
}
