package io.github.camelvision.roboflow.webrtc.core.session;

import java.time.Instant;

/**
 * Where a session stands, for health checks and people.
 *
 * @param sessionId differs with each connection; null before the first
 * @param connection number of the current or last connection; 0 before the first
 * @param attempt attempts since the last success; 0 when connected
 * @param lastError message of the last failure; null when there was none
 * @param nextAttempt when the next attempt starts; null unless WAITING
 * @param since when the state was entered
 */
public record SessionStatus(SessionState state, String sessionId, long connection, int attempt, String lastError,
        Instant nextAttempt, Instant since) {
}
