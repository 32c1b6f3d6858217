package io.github.camelvision.roboflow.webrtc.core.session;

import java.time.Duration;
import java.util.Optional;

/**
 * When to try again after an outage: exponential back-off with jitter.
 *
 * @param enabled false: the first failure is final
 * @param delay before the first attempt; doubles with each further one
 * @param maxDelay the longest delay
 * @param maxAttempts attempts in a row before it fails for good; negative: no limit
 */
public record ReconnectPolicy(boolean enabled, Duration delay, Duration maxDelay, int maxAttempts) {

    /** Try for ever, 1 s to 30 s apart. */
    public static final ReconnectPolicy DEFAULT = new ReconnectPolicy(true, Duration.ofSeconds(1), Duration.ofSeconds(30), -1);

    /** Never try again. */
    public static final ReconnectPolicy NONE = new ReconnectPolicy(false, Duration.ofSeconds(1), Duration.ofSeconds(1), 0);

    /**
     * @param attempt 1 for the first attempt after a failure
     * @param random in [0, 1): spreads many clients over the second half of the delay
     * @param retryAfter the server's wish, which is a lower bound
     * @return how long to wait; empty when there is no attempt left
     */
    public Optional<Duration> next(int attempt, double random, Optional<Duration> retryAfter) {
        if (!enabled || maxAttempts >= 0 && attempt > maxAttempts) {
            return Optional.empty();
        }
        long capped = maxDelay.toMillis();
        int doublings = Math.min(attempt - 1, 30);
        long backoff = Math.min(capped, Math.max(1, delay.toMillis()) << doublings);
        if (backoff <= 0) {
            backoff = capped;
        }
        long jittered = (long) (backoff * (0.5 + random / 2));
        return Optional.of(Duration.ofMillis(Math.max(jittered, retryAfter.map(Duration::toMillis).orElse(0L))));
    }
}
