package io.github.camelvision.roboflow.webrtc.core.result;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelvision.roboflow.webrtc.core.detection.Detections;
import java.util.List;

/**
 * What {@link InferenceResult} says of itself, and the same as properties, for expression languages that know only these. The
 * properties are not in the class: Camel's bean language takes {@code x} for ambiguous where one class declares both {@code x()} and
 * {@code getX()}.
 */
public interface ResultProperties {

    long frameId();

    FrameMetadata metadata();

    List<String> errors();

    boolean processingComplete();

    String terminationReason();

    List<String> fieldNames();

    String fieldName();

    List<String> imageFields();

    JsonNode outputs();

    Detections detections();

    // ---- the same as properties

    default long getFrameId() {
        return frameId();
    }

    default FrameMetadata getMetadata() {
        return metadata();
    }

    default List<String> getErrors() {
        return errors();
    }

    default boolean isProcessingComplete() {
        return processingComplete();
    }

    default String getTerminationReason() {
        return terminationReason();
    }

    default List<String> getFieldNames() {
        return fieldNames();
    }

    default String getFieldName() {
        return fieldName();
    }

    default List<String> getImageFields() {
        return imageFields();
    }

    default JsonNode getOutputs() {
        return outputs();
    }

    default Detections getDetections() {
        return detections();
    }
}
