package io.github.camelvision.roboflow.webrtc.core.correlate;

import java.time.Duration;

/**
 * Thins out what may come in any number and shall not fill a log: the first is told at once, the others are counted, and at most one each
 * interval is told with their number. Safe for use from any thread; reads no clock.
 */
public final class Repeats {

    /** Between two that are told. */
    public static final Duration INTERVAL = Duration.ofSeconds(10);

    private final long intervalNanos;
    private boolean any;
    private long toldNanos;
    private long untold;

    /** With the usual interval. */
    public Repeats() {
        this(INTERVAL);
    }

    public Repeats(Duration interval) {
        intervalNanos = interval.toNanos();
    }

    /**
     * One more came.
     *
     * @return how many before it were not told, if this one is to be told; -1 if not
     */
    public synchronized long told(long nowNanos) {
        if (any && nowNanos - toldNanos < intervalNanos) {
            untold++;
            return -1;
        }
        any = true;
        toldNanos = nowNanos;
        return rest();
    }

    /** How many were not told since the last that was: for the end. Counts from zero again. */
    public synchronized long rest() {
        long rest = untold;
        untold = 0;
        return rest;
    }
}
