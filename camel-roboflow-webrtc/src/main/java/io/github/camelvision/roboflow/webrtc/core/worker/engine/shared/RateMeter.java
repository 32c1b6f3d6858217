package io.github.camelvision.roboflow.webrtc.core.worker.engine.shared;

/**
 * Frames per second over the last {@value #FRAMES} frames, for {@code measured_fps}. One thread records, any may read; time is an
 * argument.
 */
public final class RateMeter {

    private static final int FRAMES = 32;
    /** Two frames say little about a rate. */
    private static final int ENOUGH = 8;
    /** After a longer gap the rate is measured anew: the camera was away, or the client waited. */
    private static final long MAX_GAP_NANOS = 5_000_000_000L;

    private final long[] times = new long[FRAMES];
    private long recorded;
    private volatile Double rate;

    public void record(long nanos) {
        if (recorded > 0 && nanos - at(recorded - 1) > MAX_GAP_NANOS) {
            recorded = 0;
            rate = null;
        }
        times[(int) (recorded % FRAMES)] = nanos;
        recorded++;
        long intervals = Math.min(recorded, FRAMES) - 1;
        long span = nanos - at(recorded - 1 - intervals);
        if (intervals >= ENOUGH - 1 && span > 0) {
            rate = Math.round(intervals * 1e11 / span) / 100.0;
        }
    }

    private long at(long index) {
        return times[(int) (index % FRAMES)];
    }

    /** Rounded to hundredths; null while too few frames came. */
    public Double framesPerSecond() {
        return rate;
    }
}
