package io.github.camelvision.roboflow.webrtc.core.detection;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * What {@link Detection} says of itself, and the same as properties, for expression languages that know only these. The properties
 * are not in the class: Camel's bean language takes {@code x} for ambiguous where one class declares both {@code x()} and {@code
 * getX()}.
 */
public interface DetectionProperties {

    double x();

    double y();

    double width();

    double height();

    double confidence();

    String className();

    Integer classId();

    String detectionId();

    Long trackerId();

    List<Detection.Point> points();

    List<Detection.Keypoint> keypoints();

    Mask mask();

    JsonNode raw();

    double left();

    double top();

    double right();

    double bottom();

    // ---- the same as properties

    default double getX() {
        return x();
    }

    default double getY() {
        return y();
    }

    default double getWidth() {
        return width();
    }

    default double getHeight() {
        return height();
    }

    default double getConfidence() {
        return confidence();
    }

    default String getClassName() {
        return className();
    }

    default Integer getClassId() {
        return classId();
    }

    default String getDetectionId() {
        return detectionId();
    }

    default Long getTrackerId() {
        return trackerId();
    }

    default List<Detection.Point> getPoints() {
        return points();
    }

    default List<Detection.Keypoint> getKeypoints() {
        return keypoints();
    }

    default Mask getMask() {
        return mask();
    }

    default JsonNode getRaw() {
        return raw();
    }

    default double getLeft() {
        return left();
    }

    default double getTop() {
        return top();
    }

    default double getRight() {
        return right();
    }

    default double getBottom() {
        return bottom();
    }
}
