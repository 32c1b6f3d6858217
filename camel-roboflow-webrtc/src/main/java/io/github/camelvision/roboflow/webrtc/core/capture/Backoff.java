package io.github.camelvision.roboflow.webrtc.core.capture;

import java.time.Duration;

/** How long to wait before a source is opened again: each attempt that fails doubles it. Not thread-safe. */
public final class Backoff {

    private static final Duration FIRST = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final Duration first;
    private final Duration longest;
    private Duration next;

    /** From half a second to 10 seconds. */
    public Backoff() {
        this(FIRST, LONGEST);
    }

    public Backoff(Duration first, Duration longest) {
        this.first = first;
        this.longest = longest;
        this.next = first;
    }

    /** The wait before the next attempt. */
    public Duration next() {
        Duration wait = next;
        Duration doubled = wait.multipliedBy(2);
        next = doubled.compareTo(longest) > 0 ? longest : doubled;
        return wait;
    }

    /** The source worked: the next wait is the first one again. */
    public void reset() {
        next = first;
    }
}
