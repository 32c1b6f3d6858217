package io.github.camelvision.roboflow.webrtc.core.capture;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

/**
 * How long to wait before a source is opened again: each attempt that fails doubles it, and chance takes up to half of it away, so that
 * the cameras of a recorder that was away do not all come in one moment. Not thread-safe.
 */
public final class Backoff {

    private static final Duration FIRST = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final Duration first;
    private final Duration longest;
    private final DoubleSupplier random;
    private Duration next;

    /** Half a second at first, 10 seconds in the end. */
    public Backoff() {
        this(FIRST, LONGEST, () -> ThreadLocalRandom.current().nextDouble());
    }

    /** @param random in [0, 1) */
    Backoff(Duration first, Duration longest, DoubleSupplier random) {
        this.random = random;
        this.first = first;
        this.longest = longest;
        this.next = first;
    }

    /** The wait before the next attempt. */
    public Duration next() {
        Duration wait = next;
        Duration doubled = wait.multipliedBy(2);
        next = doubled.compareTo(longest) > 0 ? longest : doubled;
        return Duration.ofNanos((long) (wait.toNanos() * (0.5 + random.getAsDouble() / 2)));
    }

    /** The source worked: the next wait is the first one again. */
    public void reset() {
        next = first;
    }
}
