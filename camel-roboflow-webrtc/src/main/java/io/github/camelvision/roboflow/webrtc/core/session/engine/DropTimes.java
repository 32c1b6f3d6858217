package io.github.camelvision.roboflow.webrtc.core.session.engine;

/** When to tell of drops of one kind: at the first one, then with pauses that double, and when they have stopped. */
final class DropTimes {

    private final long firstPause;
    private final long longestPause;
    private final long quiet;
    private long seen;
    private long told;
    private long seenAt;
    private long toldAt;
    private long pause;

    /** Times in nanoseconds. */
    DropTimes(long firstPause, long longestPause, long quiet) {
        this.firstPause = firstPause;
        this.longestPause = longestPause;
        this.quiet = quiet;
    }

    /**
     * Whether to tell now; then it counts as told.
     *
     * @param dropped in all
     */
    boolean due(long dropped, long nowNanos) {
        if (dropped > seen) {
            seen = dropped;
            seenAt = nowNanos;
        }
        boolean stopped = pause > 0 && nowNanos - seenAt >= quiet;
        boolean due = seen > told && (pause == 0 || stopped || nowNanos - toldAt >= pause);
        if (due) {
            told = seen;
            toldAt = nowNanos;
            pause = pause == 0 ? firstPause : Math.min(longestPause, pause * 2);
        }
        if (stopped) {
            pause = 0;
        }
        return due;
    }
}
