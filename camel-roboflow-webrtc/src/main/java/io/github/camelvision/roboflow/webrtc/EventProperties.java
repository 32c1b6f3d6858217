package io.github.camelvision.roboflow.webrtc;

import io.github.camelvision.roboflow.webrtc.core.session.status.Drops;
import io.github.camelvision.roboflow.webrtc.core.session.status.SessionState;
import io.github.camelvision.roboflow.webrtc.core.source.UploadProgress;
import java.time.Duration;
import java.time.Instant;

/**
 * What {@link SessionEvent} says of itself, and the same as properties, for expression languages that know only these. The
 * properties are not in the class: Camel's bean language takes {@code x} for ambiguous where one class declares both {@code x()} and
 * {@code getX()}.
 */
public interface EventProperties {

    SessionEvent.Type type();

    Instant time();

    String sessionId();

    SessionState state();

    String reason();

    Long lastFrameId();

    Instant from();

    Integer attempt();

    Instant nextAttempt();

    Boolean failed();

    Drops drops();

    UploadProgress upload();

    Duration duration();

    // ---- the same as properties

    default SessionEvent.Type getType() {
        return type();
    }

    default Instant getTime() {
        return time();
    }

    default String getSessionId() {
        return sessionId();
    }

    default SessionState getState() {
        return state();
    }

    default String getReason() {
        return reason();
    }

    default Long getLastFrameId() {
        return lastFrameId();
    }

    default Instant getFrom() {
        return from();
    }

    default Integer getAttempt() {
        return attempt();
    }

    default Instant getNextAttempt() {
        return nextAttempt();
    }

    default Boolean getFailed() {
        return failed();
    }

    default Drops getDrops() {
        return drops();
    }

    default UploadProgress getUpload() {
        return upload();
    }

    default Duration getDuration() {
        return duration();
    }
}
