package io.github.camelvision.roboflow.webrtc.core.objects;

import io.github.camelvision.roboflow.webrtc.core.detection.Detection;
import java.util.List;
import java.util.Objects;

/**
 * What was seen in one frame.
 *
 * @param sessionId the connection that the result came by: tracker ids and frame ids hold within it; null: unknown, always the same
 * @param frameId number of the frame in the connection, from 1; 0: unknown
 * @param width of the frame, pixels; 0: unknown, which only rules in pixels can do with
 * @param height of the frame, pixels; 0: unknown
 */
public record Sighting(String sessionId, long frameId, EventTime time, int width, int height, List<Detection> detections) {

    public Sighting {
        Objects.requireNonNull(time, "time");
        detections = List.copyOf(detections);
    }

    /** The same at another time. */
    public Sighting at(EventTime other) {
        return new Sighting(sessionId, frameId, other, width, height, detections);
    }
}
