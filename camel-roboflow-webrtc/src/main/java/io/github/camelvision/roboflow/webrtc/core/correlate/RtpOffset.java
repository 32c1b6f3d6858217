package io.github.camelvision.roboflow.webrtc.core.correlate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Finds the RTP timestamp of pts 0 from the pts announced on the data channel and the RTP timestamps of received frames.
 *
 * <p>Every difference between a received timestamp and an announced pts is a hypothesis. The channel is ordered and reliable and every
 * processed frame is announced, so a received one whose time under a hypothesis lies before the first pts, or between two announcements
 * with consecutive frame ids and on neither, refutes it. What is left counts only when nothing else is possible:
 * <ul>
 * <li>one hypothesis, seen to fit an irregular pattern, after every announcement that might belong to the first frames has come; or
 * <li>the first frame that was received is known to be the first that was sent, see {@link #intactStart()}.
 * </ul>
 * Frames at regular intervals whose first ones were lost leave hypotheses a whole interval apart: then it stays unknown.
 * All times are 90 kHz ticks. Not thread-safe.
 */
final class RtpOffset {

    /** Farthest that a frame and its announcement may be apart: measuring is exact to 1 ms, a Java worker's push time to another. */
    private static final double TOLERANCE = 315;
    private static final int SEEDS = 4;
    private static final int MIN_VOTES = 12;
    /** Intervals that differ from the one before by more than the tolerance explains: a wrong hypothesis fits each by chance only. */
    private static final int MIN_IRREGULAR = 8;
    /** By this time after a frame its announcement is there, unless the channel stalls. */
    private static final long USUAL_LAG_NANOS = 350_000_000L;
    /** Frames later than this after their announcement are of no use to anybody. */
    private static final long MOST_VIDEO_LAG_NANOS = 1_500_000_000L;
    /** By this time it is there even then: SCTP retransmits a lost packet after 1 s, and after 2 more. */
    private static final long WORST_LAG_NANOS = 3_500_000_000L;
    private static final int MAX_ANNOUNCED = 512;
    private static final int MAX_FRAMES = 512;
    private static final int MAX_CONTRADICTIONS = 10;
    private static final int MAX_WEIGHT = 64;

    /** @param follows whether no announcement is missing between the one before and this */
    private record Announced(boolean follows, long nanos) {}

    private record Received(long rtp, long nanos) {}

    private static final class Hypothesis {
        private final double offset;
        /** Index of the next frame to check. */
        private int next;
        private int votes;

        Hypothesis(double offset) {
            this.offset = offset;
        }
    }

    private final TreeMap<Long, Announced> announced = new TreeMap<>();
    private final List<Received> frames = new ArrayList<>();
    private List<Hypothesis> hypotheses = new ArrayList<>();
    private long lastFrameId;
    private boolean beginningKnown;
    private long firstRtp;
    private boolean anyFrame;
    private boolean firstKnown;
    private boolean intactStart;
    private boolean known;
    private double offset;
    private int weight;
    private int contradictions;

    /** The announcement of a frame; pts that do not increase are ignored, as is Long.MIN_VALUE: a frame that was not returned. */
    void announced(long frameId, long pts, long nowNanos) {
        if (pts == Long.MIN_VALUE || !announced.isEmpty() && pts <= announced.lastKey()) {
            lastFrameId = frameId;
            return;
        }
        if (announced.isEmpty()) {
            beginningKnown = frameId == 1 && lastFrameId == 0;
        }
        announced.put(pts, new Announced(lastFrameId + 1 == frameId, nowNanos));
        lastFrameId = frameId;
        if (announced.size() > MAX_ANNOUNCED) {
            announced.pollFirstEntry();
            beginningKnown = false;
        }
        if (!known) {
            for (int i = 0; i < Math.min(SEEDS, frames.size()); i++) {
                Received seed = frames.get(i);
                if (nowNanos - seed.nanos <= USUAL_LAG_NANOS) {
                    hypotheses.add(new Hypothesis(seed.rtp - pts));
                }
            }
            decide(nowNanos);
        }
    }

    /** A frame came whose timestamp is unknown. */
    void unknownFrame() {
        anyFrame = true;
    }

    /** A frame came. */
    void received(long rtp, long nowNanos) {
        if (!anyFrame) {
            anyFrame = true;
            firstKnown = true;
            firstRtp = rtp;
        }
        if (known) {
            return;
        }
        if (frames.size() == MAX_FRAMES) {
            startOver();
        }
        if (frames.size() < SEEDS) {
            announced.forEach((pts, at) -> {
                if (nowNanos - at.nanos <= MOST_VIDEO_LAG_NANOS) {
                    hypotheses.add(new Hypothesis(rtp - pts));
                }
            });
        }
        frames.add(new Received(rtp, nowNanos));
        decide(nowNanos);
    }

    /** The first frame received is the first that was sent: nothing was lost before it. */
    void intactStart() {
        intactStart = true;
    }

    /** To be called now and then while unknown. */
    void decide(long nowNanos) {
        if (known || announced.isEmpty() || frames.isEmpty()) {
            return;
        }
        if (intactStart && firstKnown && beginningKnown && fits(firstRtp - announced.firstKey(), nowNanos)) {
            accept(firstRtp - announced.firstKey());
            return;
        }
        hypotheses.removeIf(hypothesis -> refuted(hypothesis, nowNanos));
        if (hypotheses.isEmpty()) {
            if (frames.size() >= SEEDS && nowNanos - frames.get(0).nanos > WORST_LAG_NANOS) {
                startOver();
            }
            return;
        }
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        int votes = 0;
        for (Hypothesis hypothesis : hypotheses) {
            least = Math.min(least, hypothesis.offset);
            most = Math.max(most, hypothesis.offset);
            votes = Math.max(votes, hypothesis.votes);
        }
        if (most - least <= TOLERANCE && votes >= MIN_VOTES && nowNanos - lastSeed().nanos >= USUAL_LAG_NANOS && irregular()) {
            accept((least + most) / 2);
        }
    }

    private Received lastSeed() {
        return frames.get(Math.min(SEEDS, frames.size()) - 1);
    }

    /** Received frames make no pattern, for some are lost: only announced ones do. */
    private boolean irregular() {
        int different = 0;
        long last = Long.MIN_VALUE;
        long gap = -1;
        for (Map.Entry<Long, Announced> entry : announced.entrySet()) {
            long before = gap;
            gap = last == Long.MIN_VALUE || !entry.getValue().follows ? -1 : entry.getKey() - last;
            last = entry.getKey();
            different += gap >= 0 && before >= 0 && Math.abs(gap - before) > 2 * TOLERANCE ? 1 : 0;
        }
        return different >= MIN_IRREGULAR;
    }

    private boolean fits(double candidate, long nowNanos) {
        return !refuted(new Hypothesis(candidate), nowNanos);
    }

    private boolean refuted(Hypothesis hypothesis, long nowNanos) {
        while (hypothesis.next < frames.size()) {
            Received received = frames.get(hypothesis.next);
            double pts = received.rtp - hypothesis.offset;
            if (matches(pts)) {
                hypothesis.votes++;
            } else if (pts + TOLERANCE > announced.lastKey()) {
                return nowNanos - received.nanos > WORST_LAG_NANOS;
            } else if (impossible(pts)) {
                return true;
            }
            hypothesis.next++;
        }
        return false;
    }

    private boolean matches(double pts) {
        Long near = announced.ceilingKey((long) Math.ceil(pts - TOLERANCE));
        return near != null && near <= pts + TOLERANCE;
    }

    /** Whether a frame with this pts, which no announcement has, contradicts the announcements. */
    private boolean impossible(double pts) {
        Map.Entry<Long, Announced> after = announced.ceilingEntry((long) Math.ceil(pts));
        if (after == null) {
            return false;
        }
        return announced.firstKey() < pts ? after.getValue().follows : beginningKnown;
    }

    private void accept(double value) {
        known = true;
        offset = value;
        weight = 0;
        contradictions = 0;
        for (Received received : frames) {
            matched(received.rtp, nearest(received.rtp - offset));
        }
        hypotheses = new ArrayList<>();
        frames.clear();
    }

    private Long nearest(double pts) {
        Long floor = announced.floorKey((long) Math.floor(pts));
        Long ceiling = announced.ceilingKey((long) Math.ceil(pts));
        Long near = floor == null || ceiling != null && ceiling - pts < pts - floor ? ceiling : floor;
        return near != null && Math.abs(near - pts) <= TOLERANCE ? near : null;
    }

    /** Averages what the frames say; one measurement may be 1 ms off. */
    void matched(long rtp, Long pts) {
        if (pts != null) {
            weight = Math.min(weight + 1, MAX_WEIGHT);
            offset += (rtp - pts - offset) / (weight + 1);
            contradictions = 0;
        }
    }

    /** A frame fitted no announcement; too many in a row that cannot be explained, and the offset is given up. */
    void unmatched(long rtp) {
        if (known && !announced.isEmpty() && !matches(pts(rtp)) && pts(rtp) + TOLERANCE <= announced.lastKey() && impossible(pts(rtp))) {
            contradictions++;
            if (contradictions >= MAX_CONTRADICTIONS) {
                known = false;
                intactStart = false;
                startOver();
            }
        }
    }

    private void startOver() {
        frames.clear();
        hypotheses.clear();
    }

    boolean known() {
        return known;
    }

    /** Of a frame, once {@link #known()}. */
    double pts(long rtp) {
        return rtp - offset;
    }
}
