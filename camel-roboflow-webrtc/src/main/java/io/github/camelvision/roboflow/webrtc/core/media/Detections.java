package io.github.camelvision.roboflow.webrtc.core.media;

import com.fasterxml.jackson.databind.JsonNode;
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
 * object detection, instance segmentation, keypoint detection and trackers give. Immutable.
 */
public final class Detections implements Iterable<Detection> {

    private static final Detections NONE = new Detections(0, 0, List.of());

    private final int imageWidth;
    private final int imageHeight;
    private final List<Detection> list;

    private Detections(int imageWidth, int imageHeight, List<Detection> list) {
        this.imageWidth = imageWidth;
        this.imageHeight = imageHeight;
        this.list = list;
    }

    /** No detections, on a picture of unknown size. */
    public static Detections none() {
        return NONE;
    }

    /** {@link #none()} when the node does not look like detections; single predictions without a box are left out. */
    public static Detections of(JsonNode output) {
        if (!looksLikeDetections(output)) {
            return NONE;
        }
        JsonNode predictions = output.path("predictions");
        List<Detection> list = new ArrayList<>(predictions.size());
        for (JsonNode prediction : predictions) {
            if (hasBox(prediction)) {
                list.add(Detection.of(prediction));
            }
        }
        return new Detections(output.at("/image/width").asInt(), output.at("/image/height").asInt(), List.copyOf(list));
    }

    /** An object with the list {@code predictions}, whose first element, if any, has a box. Classifications have none. */
    static boolean looksLikeDetections(JsonNode output) {
        JsonNode predictions = output == null ? null : output.get("predictions");
        return predictions != null && predictions.isArray() && (predictions.isEmpty() || hasBox(predictions.get(0)));
    }

    private static boolean hasBox(JsonNode prediction) {
        return prediction.path("x").isNumber() && prediction.path("y").isNumber()
                && prediction.path("width").isNumber() && prediction.path("height").isNumber();
    }

    /** Width of the picture that the coordinates refer to; 0 when unknown. */
    public int getImageWidth() {
        return imageWidth;
    }

    /** Height of the picture that the coordinates refer to; 0 when unknown. */
    public int getImageHeight() {
        return imageHeight;
    }

    public int getSize() {
        return list.size();
    }

    public boolean isEmpty() {
        return list.isEmpty();
    }

    /** In the server's order; unmodifiable. */
    public List<Detection> getList() {
        return list;
    }

    /** Null when there are none. */
    public Detection getFirst() {
        return list.isEmpty() ? null : list.get(0);
    }

    /** The most confident one; null when there are none. */
    public Detection getBest() {
        return list.stream().max((a, b) -> Double.compare(a.confidence(), b.confidence())).orElse(null);
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

    /** Those whose centre is in a rectangle: pixels of the picture that the coordinates refer to, edges included. */
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

    public Detections filter(Predicate<Detection> keep) {
        return new Detections(imageWidth, imageHeight, list.stream().filter(keep).toList());
    }

    @Override
    public Iterator<Detection> iterator() {
        return list.iterator();
    }

    @Override
    public String toString() {
        return "Detections[" + list.size() + " on " + imageWidth + "x" + imageHeight + "]";
    }
}
