package io.github.camelvision.roboflow.webrtc.core.session;

import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import java.time.Instant;

/** The state of a session, for its driver, and what others may know of it. Written on the loop. */
final class StatusBoard {

    private SessionState state = SessionState.NEW;
    private String lastError;
    private volatile SessionStatus status = new SessionStatus(SessionState.NEW, null, 0, 0, null, null, Instant.now());

    SessionState state() {
        return state;
    }

    /** From any thread. */
    SessionStatus status() {
        return status;
    }

    /**
     * @param connection the current one; null: there is none
     * @param lastNumber of all connections so far
     * @param cause why; null when nothing broke
     * @param nextAttempt null unless WAITING
     */
    void moveTo(SessionState next, Connection connection, long lastNumber, int attempt, RoboflowWebrtcException cause,
            Instant nextAttempt) {
        if (!state.next().contains(next)) {
            throw new IllegalStateException("A session does not go from " + state + " to " + next);
        }
        state = next;
        if (cause != null) {
            lastError = cause.getMessage();
        }
        status = new SessionStatus(next, connection == null ? status.sessionId() : connection.id(),
                connection == null ? lastNumber : connection.number(), next == SessionState.STREAMING ? 0 : attempt, lastError,
                nextAttempt, Instant.now());
    }

    /** Another connection is the current one, without a change of state. */
    void replaced(Connection connection) {
        status = new SessionStatus(state, connection.id(), connection.number(), 0, lastError, null, status.since());
    }

    /** Something broke that changes no state. */
    void troubled(RoboflowWebrtcException cause) {
        lastError = cause.getMessage();
        SessionStatus old = status;
        status = new SessionStatus(old.state(), old.sessionId(), old.connection(), old.attempt(), lastError, old.nextAttempt(),
                old.since());
    }
}
