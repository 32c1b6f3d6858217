package io.github.camelvision.roboflow.webrtc.core.capture;

/**
 * Holds back frames that come faster than they play. A source in real time may be a burst ahead (servers send the last
 * frames at once) and its clock a little faster than ours; it is never delayed for that. A file or a generator plays by our clock.
 * Not thread-safe.
 */
public final class Pacer {

    private static final double EVERY_CLOCK = 1.01;
    private static final long JUMP_NANOS = 10_000_000_000L;

    private final long burstNanos;
    private final double rate;
    private boolean anchored;
    private long anchorPts;
    private long anchorTime;
    private long lastPts;

    private Pacer(long burstNanos, double rate) {
        this.burstNanos = burstNanos;
        this.rate = rate;
    }

    /** For what comes as fast as it is read. */
    public static Pacer byPts() {
        return new Pacer(0, 1);
    }

    /** For streams that should come in real time: only a server that sends a recording at once is held back. */
    public static Pacer forLive(long burstNanos) {
        return new Pacer(burstNanos, EVERY_CLOCK);
    }

    /**
     * @param ptsNanos when the frame plays
     * @param now monotonic clock
     * @return nanoseconds to wait before passing it on
     */
    public long waitNanos(long ptsNanos, long now) {
        if (!anchored || Math.abs(ptsNanos - lastPts) > JUMP_NANOS) {
            anchor(ptsNanos, now);
        }
        lastPts = ptsNanos;
        long ahead = ptsNanos - anchorPts - (long) (rate * (now - anchorTime));
        if (ahead < 0) {
            // late: go on from here instead of hurrying after
            anchor(ptsNanos, now);
            return 0;
        }
        return Math.max(0, ahead - burstNanos);
    }

    private void anchor(long ptsNanos, long now) {
        anchored = true;
        anchorPts = ptsNanos;
        anchorTime = now;
    }
}
