package io.github.camelvision.roboflow.webrtc.core.detection;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelvision.roboflow.webrtc.core.json.Json;
import io.github.camelvision.roboflow.webrtc.core.json.JsonBody;
import io.github.camelvision.roboflow.webrtc.core.json.JsonNumber;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * One detected object (docs/protocol.adoc#detections). What the model did not tell is null, or an empty list; fields that only some blocks
 * of a workflow add ({@code parent_id}, {@code time_in_zone}, {@code velocity}, {@code data} …) are in {@link #raw} and {@link #value}.
 *
 * <p>As a body it is the JSON that the server sent, see {@link #json}. Its natural order is that of confidence, the most confident first.
 *
 * @param x centre of the box, pixels from the left
 * @param y centre of the box, pixels from the top
 * @param width of the box, pixels
 * @param height of the box, pixels
 * @param confidence 0 to 1; 0 when the server did not say, NaN when it sent that
 * @param className the class's name, {@code class} on the wire
 * @param trackerId the same object's number over frames, when a tracker runs in the workflow
 * @param points outline of the object's mask, pixels
 * @param keypoints named points, such as joints
 * @param mask pixels of the object, when they came run-length encoded
 * @param raw everything as the server sent it, an object; shared, do not write into it
 */
public record Detection(double x, double y, double width, double height, double confidence, String className, Integer classId,
        String detectionId, Long trackerId, List<Point> points, List<Keypoint> keypoints, Mask mask, JsonNode raw)
        implements DetectionProperties, JsonBody, Comparable<Detection> {

    /** Where run-length encoded masks have been seen: workflow outputs, model responses, other tools. */
    private static final List<String> MASK_NAMES = List.of("rle_mask", "rle", "mask");

    private static final Comparator<Detection> ORDER = Comparator.comparingDouble(Detection::rank).reversed()
            .thenComparing(Detection::className, Comparator.nullsLast(Comparator.naturalOrder()))
            .thenComparingDouble(Detection::x).thenComparingDouble(Detection::y)
            .thenComparingDouble(Detection::width).thenComparingDouble(Detection::height);

    /** A corner of an outline, pixels. */
    public record Point(double x, double y) {}

    /** A named point, pixels; what is unknown is null, confidence 0 to 1. */
    public record Keypoint(double x, double y, String name, Integer classId, double confidence) {}

    public Detection {
        Objects.requireNonNull(raw, "raw");
    }

    /** One that no server sent; {@link #raw} is made of the values, without the mask. */
    public Detection(double x, double y, double width, double height, double confidence, String className, Integer classId,
            String detectionId, Long trackerId, List<Point> points, List<Keypoint> keypoints, Mask mask) {
        this(x, y, width, height, confidence, className, classId, detectionId, trackerId, points, keypoints, mask,
                DetectionJson.of(x, y, width, height, confidence, className, classId, detectionId, trackerId, points, keypoints));
    }

    /** Left edge of the box, pixels. */
    public double left() {
        return x - width / 2;
    }

    /** Upper edge of the box, pixels. */
    public double top() {
        return y - height / 2;
    }

    /** Right edge of the box, pixels. */
    public double right() {
        return x + width / 2;
    }

    /** Lower edge of the box, pixels. */
    public double bottom() {
        return y + height / 2;
    }

    /** The keypoint of this name; null when there is none. */
    public Keypoint keypoint(String name) {
        return keypoints.stream().filter(point -> name.equals(point.name())).findFirst().orElse(null);
    }

    /** A field by the server's name for it, as plain Java: text, number, boolean, List or Map; null when absent. */
    public Object value(String field) {
        return Json.value(raw.get(field));
    }

    /** As the server sent it, with all its fields. */
    @Override
    public byte[] json() {
        return Json.bytes(raw);
    }

    /** The most confident first, those of unknown confidence (NaN) last; equal ones by class and place. */
    @Override
    public int compareTo(Detection other) {
        return ORDER.compare(this, other);
    }

    /** The confidence, where NaN is less than any. */
    double rank() {
        return Double.isNaN(confidence) ? Double.NEGATIVE_INFINITY : confidence;
    }

    /** Whether an entry of a list of predictions is a detected object: it has a box. */
    static boolean hasBox(JsonNode prediction) {
        return JsonNumber.of(prediction.path("x")) != null && JsonNumber.of(prediction.path("y")) != null
                && JsonNumber.of(prediction.path("width")) != null && JsonNumber.of(prediction.path("height")) != null;
    }

    static Detection of(JsonNode node) {
        return new Detection(JsonNumber.of(node.path("x"), 0), JsonNumber.of(node.path("y"), 0), JsonNumber.of(node.path("width"), 0),
                JsonNumber.of(node.path("height"), 0), JsonNumber.of(node.path("confidence"), 0), text(node, "class"),
                integer(node, "class_id"), text(node, "detection_id"), JsonNumber.whole(node.path("tracker_id")),
                points(node.path("points")), keypoints(node.path("keypoints")), mask(node), node);
    }

    private static Mask mask(JsonNode node) {
        return MASK_NAMES.stream().map(node::path).filter(JsonNode::isObject).findFirst().map(Mask::of).orElse(null);
    }

    private static List<Point> points(JsonNode array) {
        List<Point> points = new ArrayList<>(array.size());
        for (JsonNode point : array) {
            // Objects in Roboflow's answers, pairs in other tools' polygons.
            points.add(point.isArray()
                    ? new Point(JsonNumber.of(point.path(0), 0), JsonNumber.of(point.path(1), 0))
                    : new Point(JsonNumber.of(point.path("x"), 0), JsonNumber.of(point.path("y"), 0)));
        }
        return List.copyOf(points);
    }

    private static List<Keypoint> keypoints(JsonNode array) {
        List<Keypoint> points = new ArrayList<>(array.size());
        for (JsonNode point : array) {
            points.add(new Keypoint(JsonNumber.of(point.path("x"), 0), JsonNumber.of(point.path("y"), 0), text(point, "class"),
                    integer(point, "class_id"), JsonNumber.of(point.path("confidence"), 1)));
        }
        return List.copyOf(points);
    }

    private static String text(JsonNode node, String name) {
        JsonNode value = node.path(name);
        return value.isValueNode() && !value.isNull() ? value.asText() : null;
    }

    private static Integer integer(JsonNode node, String name) {
        Long number = JsonNumber.whole(node.path(name));
        return number == null || number != number.intValue() ? null : (Integer) number.intValue();
    }

    /** Short on purpose: never the mask's points. */
    @Override
    public String toString() {
        return "Detection[" + className + ", confidence=" + confidence + ", x=" + x + ", y=" + y + ", width=" + width + ", height=" + height
                + (trackerId == null ? "" : ", tracker=" + trackerId) + "]";
    }
}
