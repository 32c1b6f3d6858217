package io.github.camelvision.roboflow.webrtc.core.session.status;

import io.github.camelvision.roboflow.webrtc.core.session.engine.SessionDriver;
import java.util.EnumSet;
import java.util.Set;

/**
 * Life of a session. Only {@link SessionDriver} moves it.
 *
 * <pre>{@code
 * NEW --start--> CONNECTING --channel open--> STREAMING --complete or close--> CLOSING --> CLOSED
 *                  |   ^  |                       |
 *                  |   |  +--fatal--> FAILED <----+--fatal, or no attempt left
 *         retryable|   |timer                     |retryable
 *                  v   |                          |
 *                 WAITING <-----------------------+
 * }</pre>
 *
 * With a gate the session is GATED in place of NEW and STREAMING while nothing happens: it has no connection and wants none.
 */
public enum SessionState {
    NEW, GATED, CONNECTING, STREAMING, WAITING, CLOSING, CLOSED, FAILED;

    /** Whether the session is over. */
    public boolean isFinal() {
        return this == CLOSED || this == FAILED;
    }

    /** The states that may follow this one. */
    public Set<SessionState> next() {
        return switch (this) {
            case NEW -> EnumSet.of(GATED, CONNECTING, CLOSING);
            case GATED -> EnumSet.of(CONNECTING, FAILED, CLOSING);
            case CONNECTING -> EnumSet.of(STREAMING, WAITING, FAILED, CLOSING);
            case STREAMING -> EnumSet.of(GATED, WAITING, FAILED, CLOSING);
            case WAITING -> EnumSet.of(CONNECTING, CLOSING);
            case CLOSING -> EnumSet.of(CLOSED);
            case CLOSED, FAILED -> EnumSet.noneOf(SessionState.class);
        };
    }
}
