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

    /** For what will not pass by itself: always so many times the longest delay. */
    public ReconnectPolicy rarely(int times) {
        Duration rare = Duration.ofMillis(Math.min(maxDelay.toMillis(), Long.MAX_VALUE / times) * times);
        return new ReconnectPolicy(enabled, rare, rare, maxAttempts);
    }

    /**
     * @param attempt 1 for the first attempt after a failure
     * @param random in [0, 1): spreads many clients over half of the delay
     * @param retryAfter the server's wish, which is a lower bound; it tells the same to all clients, so they are spread after it
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
        long least = Math.max(backoff / 2, retryAfter.map(Duration::toMillis).orElse(0L));
        return Optional.of(Duration.ofMillis(least + (long) (backoff * random / 2)));
    }
}
