package io.github.camelvision.roboflow.webrtc.core.objects;

import java.time.Instant;

/**
 * What {@link ObjectEvent} says of itself, and the same as properties, for expression languages that know only these. The properties
 * are not in the class: Camel's bean language takes {@code x} for ambiguous where one class declares both {@code x()} and {@code getX()}.
 */
public interface ObjectEventProperties {

    String id();

    ObjectEvent.Type type();

    String camera();

    String objectId();

    String className();

    String zone();

    String line();

    ObjectEvent.Direction direction();

    EventTime time();

    Instant from();

    Double seconds();

    String reason();

    String sessionId();

    Long frameId();

    Long trackerId();

    ObjectState before();

    ObjectState after();

    // ---- the same as properties

    default String getId() {
        return id();
    }

    default ObjectEvent.Type getType() {
        return type();
    }

    default String getCamera() {
        return camera();
    }

    default String getObjectId() {
        return objectId();
    }

    default String getClassName() {
        return className();
    }

    default String getZone() {
        return zone();
    }

    default String getLine() {
        return line();
    }

    default ObjectEvent.Direction getDirection() {
        return direction();
    }

    default EventTime getTime() {
        return time();
    }

    default Instant getFrom() {
        return from();
    }

    default Double getSeconds() {
        return seconds();
    }

    default String getReason() {
        return reason();
    }

    default String getSessionId() {
        return sessionId();
    }

    default Long getFrameId() {
        return frameId();
    }

    default Long getTrackerId() {
        return trackerId();
    }

    default ObjectState getBefore() {
        return before();
    }

    default ObjectState getAfter() {
        return after();
    }
}
