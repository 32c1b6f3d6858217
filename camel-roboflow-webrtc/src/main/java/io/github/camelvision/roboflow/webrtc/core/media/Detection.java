package io.github.camelvision.roboflow.webrtc.core.media;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * One detected object (protocol.md 2). What the model did not tell is null, or an empty list.
 *
 * <p>No getters beside the accessors: Camel's simple language takes {@code ${body.detections.first.confidence}} as it is, and finds a
 * pair of methods ambiguous.
 *
 * @param x centre of the box, pixels from the left
 * @param y centre of the box, pixels from the top
 * @param width of the box, pixels
 * @param height of the box, pixels
 * @param confidence 0 to 1
 * @param className the class's name, {@code class} on the wire
 * @param trackerId the same object's number over frames, when a tracker runs in the workflow
 * @param points outline of the object's mask, pixels
 * @param keypoints named points, such as joints
 * @param mask pixels of the object, when they came run-length encoded
 */
public record Detection(double x, double y, double width, double height, double confidence, String className, Integer classId,
                        String detectionId, Long trackerId, List<Point> points, List<Keypoint> keypoints, Mask mask) {

    /** Where run-length encoded masks have been seen: workflow outputs, model responses, other tools. */
    private static final List<String> MASK_NAMES = List.of("rle_mask", "rle", "mask");

    /** A corner of an outline, pixels. */
    public record Point(double x, double y) {
    }

    /** A named point, pixels; what is unknown is null, confidence 0 to 1. */
    public record Keypoint(double x, double y, String name, Integer classId, double confidence) {
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

    static Detection of(JsonNode node) {
        return new Detection(node.path("x").asDouble(), node.path("y").asDouble(), node.path("width").asDouble(),
                node.path("height").asDouble(), node.path("confidence").asDouble(), text(node, "class"), integer(node, "class_id"),
                text(node, "detection_id"), node.path("tracker_id").isNumber() ? (Long) node.path("tracker_id").asLong() : null,
                points(node.path("points")), keypoints(node.path("keypoints")), mask(node));
    }

    private static Mask mask(JsonNode node) {
        return MASK_NAMES.stream().map(node::path).filter(JsonNode::isObject).findFirst().map(Mask::of).orElse(null);
    }

    private static List<Point> points(JsonNode array) {
        List<Point> points = new ArrayList<>(array.size());
        for (JsonNode point : array) {
            // Objects in Roboflow's answers, pairs in other tools' polygons.
            points.add(point.isArray()
                    ? new Point(point.path(0).asDouble(), point.path(1).asDouble())
                    : new Point(point.path("x").asDouble(), point.path("y").asDouble()));
        }
        return List.copyOf(points);
    }

    private static List<Keypoint> keypoints(JsonNode array) {
        List<Keypoint> points = new ArrayList<>(array.size());
        for (JsonNode point : array) {
            points.add(new Keypoint(point.path("x").asDouble(), point.path("y").asDouble(), text(point, "class"),
                    integer(point, "class_id"), point.path("confidence").asDouble(1)));
        }
        return List.copyOf(points);
    }

    private static String text(JsonNode node, String name) {
        JsonNode value = node.path(name);
        return value.isValueNode() && !value.isNull() ? value.asText() : null;
    }

    private static Integer integer(JsonNode node, String name) {
        return node.path(name).isNumber() ? (Integer) node.path(name).asInt() : null;
    }
}
