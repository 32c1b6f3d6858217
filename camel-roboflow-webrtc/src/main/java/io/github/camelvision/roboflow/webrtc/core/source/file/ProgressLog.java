package io.github.camelvision.roboflow.webrtc.core.source.file;

import java.time.Duration;

/** Decides when progress is worth a line in the log: every tenth, at most one a second; at least one in 10 s; and the end. */
public final class ProgressLog {

    private static final long SOONEST_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long LATEST_NANOS = Duration.ofSeconds(10).toNanos();
    private static final int STEPS = 10;

    private boolean begun;
    private long lastNanos;
    private long lastStep;

    /**
     * @param done how much of it is done
     * @param total how much it is in all; 0 or less: unknown
     * @param nowNanos monotonic clock
     */
    public boolean due(long done, long total, long nowNanos) {
        if (!begun) {
            begun = true;
            lastNanos = nowNanos;
        }
        long step = total > 0 ? (long) (STEPS * (double) done / total) : 0;
        long since = nowNanos - lastNanos;
        boolean due = done == total || since >= LATEST_NANOS || step > lastStep && since >= SOONEST_NANOS;
        if (due) {
            lastNanos = nowNanos;
            lastStep = step;
        }
        return due;
    }
}
