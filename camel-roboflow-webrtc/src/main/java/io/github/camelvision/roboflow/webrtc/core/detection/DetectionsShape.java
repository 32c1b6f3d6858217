package io.github.camelvision.roboflow.webrtc.core.detection;

import com.fasterxml.jackson.databind.JsonNode;

/** Whether an output is detections, as far as its shape tells. */
enum DetectionsShape {

    /** At least one prediction has a box, or there are none on a frame whose size is said, and nothing of a classification is there. */
    SURE,
    /** An empty list of predictions and nothing else that tells of what. */
    VAGUE,
    NONE;

    static DetectionsShape of(JsonNode output) {
        JsonNode predictions = output == null ? null : output.get("predictions");
        if (predictions == null || !predictions.isArray()) {
            return NONE;
        }
        for (JsonNode prediction : predictions) {
            if (Detection.hasBox(prediction)) {
                return SURE;
            }
        }
        // without a box in any of them these are classifications, as are those that name the top class of all
        if (!predictions.isEmpty() || output.has("top") || output.has("predicted_classes")) {
            return NONE;
        }
        return output.path("image").isObject() ? SURE : VAGUE;
    }

    boolean detections() {
        return this != NONE;
    }
}
