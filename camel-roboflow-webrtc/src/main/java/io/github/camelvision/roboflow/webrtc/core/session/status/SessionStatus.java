package io.github.camelvision.roboflow.webrtc.core.session.status;

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
 * @param sourceError why the source that is read here gives no frames at the moment; null while it gives some
 * @param lasting whether the last failure will not pass by itself, so attempts come rarely
 */
public record SessionStatus(SessionState state, String sessionId, long connection, int attempt, String lastError,
        Instant nextAttempt, Instant since, String sourceError, boolean lasting) {}
