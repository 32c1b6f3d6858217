package io.github.camelvision.roboflow.webrtc.core.source.manual;

import java.util.concurrent.ThreadLocalRandom;

/**
 * When a frame is pushed again (docs/protocol.adoc#repeats): as primer, and as flush until it is answered. Times in milliseconds. Pure
 * but for the primer's chance.
 *
 * <p>The first flush makes the receiver release the frame, so it comes soon: at once where frames come one by one, a little after
 * the next frame would have come in a stream. A second one follows, lest the first was lost. Further ones would only make work for a
 * server that is still at it, so they wait until the answer is overdue. Then it, or a packet of the frame, was lost, and is sent
 * anew only when later packets show the gap: so they come densely, and ever more slowly when that does not help either.
 */
final class RepeatTimes {

    /** A Golomb ruler (0, 1, 4, 9, 15, 22, 32, 34) in steps of 20 ms: the time between two results names the two pushes. */
    private static final int[] PRIMER_GAPS = {20, 60, 100, 120, 140, 200, 40};
    private static final int MIN_RANDOM_GAP = 20;
    private static final int MAX_RANDOM_GAP = 140;
    private static final int SLOWER_STEP = 40;
    private static final int MAX_SLOWER = 1_000;
    private static final int MIN_FLUSH_DELAY = 20;
    private static final int MAX_FLUSH_DELAY = 100;
    /** From this interval on a frame that comes while none is unanswered counts as coming alone. */
    private static final int ALONE = 60;
    private static final int SECOND_GAP = 31;
    /** Not a multiple of each other, nor of usual intervals. */
    private static final int[] OVERDUE_GAPS = {33, 31, 37, 29};
    private static final int DENSE = 40;
    private static final int MAX_OVERDUE_GAP = 397;
    /** Expected before any answer came. */
    private static final double FIRST_LATENCY = 100;
    private static final int GRACE = 40;
    /** Answers that came late, once, must not let the next lost frame wait as long: the margin is no more than this, or the latency. */
    private static final int MIN_MARGIN = 1_000;

    private double interval = MAX_FLUSH_DELAY;
    private double latency = FIRST_LATENCY;
    private double deviation = FIRST_LATENCY / 4;
    private boolean alone = true;
    private long measuredAt = Long.MIN_VALUE;
    private long pushedAt;
    private long lastPush = Long.MIN_VALUE;
    private int repeats;
    private int overdue;
    private boolean heard;

    /** The server has answered something: it is up and decodes. */
    void heard() {
        heard = true;
    }

    /**
     * A new frame is pushed.
     *
     * @param idle whether no frame was unanswered
     */
    void pushed(long now, boolean idle) {
        if (lastPush != Long.MIN_VALUE) {
            long gap = now - lastPush;
            interval = gap > 2 * MAX_FLUSH_DELAY ? MAX_FLUSH_DELAY : 0.8 * interval + 0.2 * Math.min(gap, MAX_FLUSH_DELAY);
        }
        alone = idle && interval > ALONE;
        lastPush = now;
        pushedAt = now;
        repeats = 0;
        overdue = 0;
    }

    void repeated() {
        repeats++;
    }

    /**
     * A frame was answered for the first time. Counts once in a round trip (RFC 6298): frames that waited together through one
     * standstill tell of one, not of many.
     */
    void answered(long pushed, long now) {
        if (pushed < measuredAt) {
            return;
        }
        measuredAt = now;
        double after = now - pushed;
        deviation += (Math.abs(after - latency) - deviation) / 4;
        latency += (after - latency) / 8;
    }

    /** Nearly every answer comes within this time after the frame's push. */
    long usualMillis() {
        return (long) (latency + Math.min(4 * deviation, Math.max(MIN_MARGIN, latency))) + GRACE;
    }

    int repeats() {
        return repeats;
    }

    int untilPrimer() {
        if (repeats < PRIMER_GAPS.length) {
            return PRIMER_GAPS[repeats];
        }
        // a server that still loads its model may have to process whatever is sent meanwhile
        int slower = heard ? 0 : Math.min(MAX_SLOWER, SLOWER_STEP * (repeats - PRIMER_GAPS.length));
        return slower + ThreadLocalRandom.current().nextInt(MIN_RANDOM_GAP, MAX_RANDOM_GAP);
    }

    /** How long to wait for the next flush. */
    int untilFlush(long now) {
        if (repeats == 0) {
            return alone ? MIN_FLUSH_DELAY : (int) Math.max(MIN_FLUSH_DELAY, Math.min(MAX_FLUSH_DELAY, 1.5 * interval));
        }
        if (repeats == 1) {
            return SECOND_GAP;
        }
        long left = pushedAt + usualMillis() - now;
        if (overdue == 0 && left > SECOND_GAP) {
            return (int) left;
        }
        overdue++;
        int slower = Math.max(0, overdue - DENSE) * 12;
        return Math.min(MAX_OVERDUE_GAP, OVERDUE_GAPS[overdue % OVERDUE_GAPS.length] + slower);
    }
}
