package io.github.camelvision.roboflow.webrtc.core.detection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The JSON, in Roboflow's form, of detections that did not come from a server. */
final class DetectionJson {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private DetectionJson() {}

    static ObjectNode of(double x, double y, double width, double height, double confidence, String className, Integer classId,
            String detectionId, Long trackerId, List<Detection.Point> points, List<Detection.Keypoint> keypoints) {
        ObjectNode json = NODES.objectNode().put("x", x).put("y", y).put("width", width).put("height", height)
                .put("confidence", confidence).put("class", className).put("class_id", classId).put("detection_id", detectionId)
                .put("tracker_id", trackerId);
        if (!points.isEmpty()) {
            ArrayNode list = json.putArray("points");
            points.forEach(point -> list.addObject().put("x", point.x()).put("y", point.y()));
        }
        if (!keypoints.isEmpty()) {
            ArrayNode list = json.putArray("keypoints");
            keypoints.forEach(point -> list.add(NODES.objectNode().put("x", point.x()).put("y", point.y()).put("class", point.name())
                    .put("class_id", point.classId()).put("confidence", point.confidence())));
        }
        return json;
    }

    /** An output with these predictions and all its other fields; {@code output} may be null. */
    static ObjectNode output(JsonNode output, List<Detection> predictions) {
        ObjectNode json = NODES.objectNode();
        if (output == null) {
            json.putObject("image").putNull("width").putNull("height");
        } else {
            output.properties().forEach(field -> json.set(field.getKey(), field.getValue()));
        }
        ArrayNode list = json.putArray("predictions");
        predictions.forEach(detection -> list.add(detection.raw()));
        return json;
    }
}
