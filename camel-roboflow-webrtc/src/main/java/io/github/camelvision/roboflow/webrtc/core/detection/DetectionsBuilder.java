package io.github.camelvision.roboflow.webrtc.core.detection;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Makes {@link Detections} as a server would send them, see {@link Detections#on}. Not for several threads at once. */
public final class DetectionsBuilder {

    private final int imageWidth;
    private final int imageHeight;
    private final ArrayNode predictions = JsonNodeFactory.instance.arrayNode();

    DetectionsBuilder(int imageWidth, int imageHeight) {
        this.imageWidth = imageWidth;
        this.imageHeight = imageHeight;
    }

    /**
     * Adds an object.
     *
     * @param confidence 0 to 1
     * @param x centre of the box, pixels from the left
     * @param y centre of the box, pixels from the top
     * @param width of the box, pixels
     * @param height of the box, pixels
     */
    public DetectionsBuilder add(String className, double confidence, double x, double y, double width, double height) {
        return add(className, confidence, x, y, width, height, null);
    }

    /** The same, followed by a tracker under this number. */
    public DetectionsBuilder add(String className, double confidence, double x, double y, double width, double height, Long trackerId) {
        return add(new Detection(x, y, width, height, confidence, className, null, null, trackerId, List.of(), List.of(), null));
    }

    /** Adds an object with all that a {@link Detection} has. */
    public DetectionsBuilder add(Detection detection) {
        predictions.add(detection.raw());
        return this;
    }

    /** Those added so far, in this order. */
    public Detections build() {
        ObjectNode output = JsonNodeFactory.instance.objectNode();
        output.putObject("image").put("width", imageWidth).put("height", imageHeight);
        output.set("predictions", predictions.deepCopy());
        return Detections.of(output);
    }
}
