package io.github.camelvision.roboflow.webrtc;

import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.session.SessionEnd;

/**
 * Something that happened to a session, as the body of an Exchange (option {@code emitEvents}).
 *
 * @param type what happened
 * @param sessionId the connection it happened to; null when there was none
 * @param reason why, in words; null when there is nothing to say
 */
public record SessionEvent(Type type, String sessionId, String reason) {

    /** The names are the values of the header {@link RoboflowWebrtcConstants#EVENT}. */
    public enum Type {
        /** A connection is up. */
        connected,
        /** The connection was lost and will be tried again: frames are missing from now until the next connected. */
        gap,
        /** The session is over. */
        completed
    }

    static SessionEvent connected(String sessionId) {
        return new SessionEvent(Type.connected, sessionId, null);
    }

    static SessionEvent gap(String sessionId, RoboflowWebrtcException cause) {
        return new SessionEvent(Type.gap, sessionId, cause.getMessage());
    }

    static SessionEvent completed(String sessionId, SessionEnd end) {
        String reason = end.cause() != null ? end.cause().getMessage()
                : end.terminationReason() != null ? end.terminationReason() : end.reason().name().toLowerCase(java.util.Locale.ROOT);
        return new SessionEvent(Type.completed, sessionId, reason);
    }
}
