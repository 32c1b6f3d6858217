package io.github.camelvision.roboflow.webrtc.core.session.status;

import java.time.Duration;
import java.time.Instant;

/**
 * What an outage cost: told once for each, when the session streams again.
 *
 * @param sessionId the connection that was lost; {@code lastFrameId} counts within it
 * @param lastFrameId the last frame that was answered before; 0: none
 * @param from when something last came from the server before, by the clock of {@code to}
 * @param to when the session streamed again
 * @param reason why the connection was lost
 */
public record Gap(String sessionId, long lastFrameId, Instant from, Instant to, String reason) {

    public Duration duration() {
        return Duration.between(from, to);
    }
}
