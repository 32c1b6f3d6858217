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
 */
public enum SessionState {
    NEW, CONNECTING, STREAMING, WAITING, CLOSING, CLOSED, FAILED;

    /** Whether the session is over. */
    public boolean isFinal() {
        return this == CLOSED || this == FAILED;
    }

    /** The states that may follow this one. */
    public Set<SessionState> next() {
        return switch (this) {
            case NEW -> EnumSet.of(CONNECTING, CLOSING);
            case CONNECTING -> EnumSet.of(STREAMING, WAITING, FAILED, CLOSING);
            case STREAMING -> EnumSet.of(WAITING, FAILED, CLOSING);
            case WAITING -> EnumSet.of(CONNECTING, CLOSING);
            case CLOSING -> EnumSet.of(CLOSED);
            case CLOSED, FAILED -> EnumSet.noneOf(SessionState.class);
        };
    }
}
