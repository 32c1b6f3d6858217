package io.github.camelvision.roboflow.webrtc.core.session.engine;

import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.error.SignallingException;
import io.github.camelvision.roboflow.webrtc.core.session.engine.connection.Connection;
import io.github.camelvision.roboflow.webrtc.core.session.status.SessionState;
import io.github.camelvision.roboflow.webrtc.core.session.status.SessionStatus;
import java.time.Duration;
import java.time.Instant;

/** The state of a session, for its driver, and what others may know of it. Written on the loop. */
final class StatusBoard {

    private SessionState state = SessionState.NEW;
    private volatile long sinceNanos = System.nanoTime();
    private volatile long connectedNanos;
    private String lastError;
    private String sourceError;
    private volatile SessionStatus status = new SessionStatus(SessionState.NEW, null, 0, 0, null, null, Instant.now(), null, false);

    SessionState state() {
        return state;
    }

    /** From any thread. */
    SessionStatus status() {
        return status;
    }

    /** How long the state lasts, whatever the wall clock says. From any thread. */
    Duration inState() {
        return Duration.ofNanos(System.nanoTime() - sinceNanos);
    }

    /** How long it was in the states that have a connection. From any thread. */
    Duration connected() {
        SessionState now = status.state();
        long before = connectedNanos;
        return Duration.ofNanos(before + (hasConnection(now) ? System.nanoTime() - sinceNanos : 0));
    }

    private static boolean hasConnection(SessionState state) {
        return state == SessionState.CONNECTING || state == SessionState.STREAMING;
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
        long now = System.nanoTime();
        if (hasConnection(state)) {
            connectedNanos += now - sinceNanos;
        }
        state = next;
        sourceError = next.isFinal() ? null : sourceError;
        if (cause != null) {
            lastError = cause.getMessage();
        }
        sinceNanos = now;
        boolean lasting = next == SessionState.CONNECTING ? status.lasting()
                : cause instanceof SignallingException refusal && refusal.lasting();
        status = new SessionStatus(next, connection == null ? status.sessionId() : connection.id(),
                connection == null ? lastNumber : connection.number(), next == SessionState.STREAMING ? 0 : attempt, lastError,
                nextAttempt, Instant.now(), sourceError, lasting);
    }

    /** Another connection is the current one, without a change of state. */
    void replaced(Connection connection) {
        status = new SessionStatus(state, connection.id(), connection.number(), 0, lastError, null, status.since(), sourceError, false);
    }

    /** The source broke, which changes no state, or is back. */
    void sourceAway(RoboflowWebrtcException cause) {
        sourceError = cause == null ? null : cause.getMessage();
        if (cause != null) {
            lastError = sourceError;
        }
        SessionStatus old = status;
        status = new SessionStatus(old.state(), old.sessionId(), old.connection(), old.attempt(), lastError, old.nextAttempt(),
                old.since(), sourceError, old.lasting());
    }
}
