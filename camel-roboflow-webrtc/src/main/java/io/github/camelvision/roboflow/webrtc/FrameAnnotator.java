package io.github.camelvision.roboflow.webrtc;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelvision.roboflow.webrtc.core.detection.Detections;
import io.github.camelvision.roboflow.webrtc.core.draw.AnnotationStyle;
import io.github.camelvision.roboflow.webrtc.core.draw.Annotator;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/**
 * Draws a prediction on the frame it was made from, in any route; the body becomes the drawn {@link Frame}, which converts to JPEG.
 *
 * <ul>
 * <li>The body is the frame (a {@link Frame}, encoded image, {@code BufferedImage}, file): the prediction is the header
 * {@link RoboflowWebrtcConstants#RESULT}, as {@code emit=paired} sets it, or as the route does: an {@link InferenceResult},
 * {@link Detections}, or a tree of their shape.
 * <li>The body is the prediction: the frame is the header {@link RoboflowWebrtcConstants#FRAME}, which the route set before it asked,
 * else the first image among the outputs. The prediction moves to the header.
 * </ul>
 *
 * <p>Set it up before the route starts; any number of threads may use it then.
 */
public class FrameAnnotator implements Processor {

    private boolean boxes = true;
    private boolean labels = true;
    private boolean masks = true;
    private boolean keypoints = true;
    private double minConfidence;
    private String dataField;
    private DataField narrowing = new DataField(null, null);

    @Override
    public void process(Exchange exchange) {
        Message message = exchange.getMessage();
        Object prediction;
        Frame frame;
        if (message.getBody() instanceof InferenceResult result) {
            prediction = result;
            frame = toDrawOn(message, result);
            message.setHeader(RoboflowWebrtcConstants.RESULT, result);
        } else {
            prediction = message.getHeader(RoboflowWebrtcConstants.RESULT);
            frame = FrameBody.of(message);
        }
        Detections detections = detections(prediction).minConfidence(minConfidence);
        message.setBody(Annotator.annotate(frame, detections, new AnnotationStyle(boxes, labels, masks, keypoints)));
        ResultHeaders.contentType(message);
    }

    private static Frame toDrawOn(Message message, InferenceResult result) {
        Frame frame = message.getHeader(RoboflowWebrtcConstants.FRAME, Frame.class);
        if (frame != null) {
            return frame;
        }
        return result.imageFields().stream().findFirst().map(result::image)
                .orElseThrow(() -> new IllegalArgumentException("No frame to draw on: the body is a prediction without an image among its "
                        + "outputs; set the header " + RoboflowWebrtcConstants.FRAME + " to the frame before asking for its prediction"));
    }

    /** None is no failure: frames whose prediction was lost go on as they are. */
    private Detections detections(Object prediction) {
        if (prediction == null) {
            return Detections.none();
        }
        if (prediction instanceof InferenceResult result) {
            return narrowing.of(result).detections();
        }
        if (prediction instanceof Detections detections) {
            return detections;
        }
        if (prediction instanceof JsonNode tree) {
            return Detections.of(dataField == null ? tree : tree.path(dataField));
        }
        throw new IllegalArgumentException("The header " + RoboflowWebrtcConstants.RESULT + " must be an InferenceResult, Detections or a "
                + "JsonNode, not " + prediction.getClass().getName());
    }

    public boolean isBoxes() {
        return boxes;
    }

    /** Whether to draw rectangles around objects; true unless set. */
    public void setBoxes(boolean boxes) {
        this.boxes = boxes;
    }

    public boolean isLabels() {
        return labels;
    }

    /** Whether to write class, confidence and tracker's number; true unless set. */
    public void setLabels(boolean labels) {
        this.labels = labels;
    }

    public boolean isMasks() {
        return masks;
    }

    /** Whether to draw the outlines and pixels of objects; true unless set. */
    public void setMasks(boolean masks) {
        this.masks = masks;
    }

    public boolean isKeypoints() {
        return keypoints;
    }

    /** Whether to draw keypoints; true unless set. */
    public void setKeypoints(boolean keypoints) {
        this.keypoints = keypoints;
    }

    public double getMinConfidence() {
        return minConfidence;
    }

    /** Draw only objects of at least this confidence, 0 to 1. */
    public void setMinConfidence(double minConfidence) {
        this.minConfidence = minConfidence;
    }

    public String getDataField() {
        return dataField;
    }

    /** Name of the workflow output to draw; the first that looks like detections unless set. */
    public void setDataField(String dataField) {
        this.dataField = dataField;
        narrowing = new DataField(dataField, "the predictions to draw");
    }
}
