package io.github.camelvision.roboflow.webrtc.core.correlate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Finds the RTP timestamp of pts 0 from the pts announced on the data channel and the RTP timestamps of received pictures.
 *
 * <p>Every difference between a received timestamp and an announced pts is a hypothesis. The channel is ordered and reliable and every
 * processed frame is announced, so a picture whose time under a hypothesis lies before the first pts, or between two announcements
 * with consecutive frame ids and on neither, refutes it. What is left counts only when nothing else is possible:
 * <ul>
 * <li>one hypothesis, seen to fit an irregular pattern, after every announcement that might belong to the first pictures has come; or
 * <li>the first picture that was received is known to be the first that was sent, see {@link #intactStart()}.
 * </ul>
 * Pictures at regular intervals whose first ones were lost leave hypotheses a whole interval apart: then it stays unknown.
 * All times are 90 kHz ticks. Not thread-safe.
 */
final class RtpOffset {

    /** Farthest that a picture and its announcement may be apart: measuring is exact to 1 ms, a Java worker's push time to another. */
    private static final double TOLERANCE = 315;
    private static final int SEEDS = 4;
    private static final int MIN_VOTES = 12;
    /** Intervals that differ from the one before by more than the tolerance explains: a wrong hypothesis fits each by chance only. */
    private static final int MIN_IRREGULAR = 8;
    /** By this time after a picture its announcement is there, unless the channel stalls. */
    private static final long USUAL_LAG_NANOS = 350_000_000L;
    /** Pictures later than this after their announcement are of no use to anybody. */
    private static final long MOST_VIDEO_LAG_NANOS = 1_500_000_000L;
    /** By this time it is there even then: SCTP retransmits a lost packet after 1 s, and after 2 more. */
    private static final long WORST_LAG_NANOS = 3_500_000_000L;
    private static final int MAX_ANNOUNCED = 512;
    private static final int MAX_PICTURES = 512;
    private static final int MAX_CONTRADICTIONS = 10;
    private static final int MAX_WEIGHT = 64;

    /** @param follows whether no announcement is missing between the one before and this */
    private record Announced(boolean follows, long nanos) {}

    private record Picture(long rtp, long nanos) {}

    private static final class Hypothesis {
        private final double offset;
        /** Index of the next picture to check. */
        private int next;
        private int votes;

        Hypothesis(double offset) {
            this.offset = offset;
        }
    }

    private final TreeMap<Long, Announced> announced = new TreeMap<>();
    private final List<Picture> pictures = new ArrayList<>();
    private List<Hypothesis> hypotheses = new ArrayList<>();
    private long lastFrameId;
    private boolean beginningKnown;
    private long firstRtp;
    private boolean anyPicture;
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
            for (int i = 0; i < Math.min(SEEDS, pictures.size()); i++) {
                Picture seed = pictures.get(i);
                if (nowNanos - seed.nanos <= USUAL_LAG_NANOS) {
                    hypotheses.add(new Hypothesis(seed.rtp - pts));
                }
            }
            decide(nowNanos);
        }
    }

    /** A picture came whose timestamp is unknown. */
    void unknownPicture() {
        anyPicture = true;
    }

    /** A picture came. */
    void picture(long rtp, long nowNanos) {
        if (!anyPicture) {
            anyPicture = true;
            firstKnown = true;
            firstRtp = rtp;
        }
        if (known) {
            return;
        }
        if (pictures.size() == MAX_PICTURES) {
            startOver();
        }
        if (pictures.size() < SEEDS) {
            announced.forEach((pts, at) -> {
                if (nowNanos - at.nanos <= MOST_VIDEO_LAG_NANOS) {
                    hypotheses.add(new Hypothesis(rtp - pts));
                }
            });
        }
        pictures.add(new Picture(rtp, nowNanos));
        decide(nowNanos);
    }

    /** The first picture received is the first that was sent: nothing was lost before it. */
    void intactStart() {
        intactStart = true;
    }

    /** To be called now and then while unknown. */
    void decide(long nowNanos) {
        if (known || announced.isEmpty() || pictures.isEmpty()) {
            return;
        }
        if (intactStart && firstKnown && beginningKnown && fits(firstRtp - announced.firstKey(), nowNanos)) {
            accept(firstRtp - announced.firstKey());
            return;
        }
        hypotheses.removeIf(hypothesis -> refuted(hypothesis, nowNanos));
        if (hypotheses.isEmpty()) {
            if (pictures.size() >= SEEDS && nowNanos - pictures.get(0).nanos > WORST_LAG_NANOS) {
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

    private Picture lastSeed() {
        return pictures.get(Math.min(SEEDS, pictures.size()) - 1);
    }

    /** Lost pictures make no pattern, only announced frames do. */
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
        while (hypothesis.next < pictures.size()) {
            Picture picture = pictures.get(hypothesis.next);
            double pts = picture.rtp - hypothesis.offset;
            if (matches(pts)) {
                hypothesis.votes++;
            } else if (pts + TOLERANCE > announced.lastKey()) {
                return nowNanos - picture.nanos > WORST_LAG_NANOS;
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

    /** Whether a picture with this pts, which no announcement has, contradicts the announcements. */
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
        for (Picture picture : pictures) {
            matched(picture.rtp, nearest(picture.rtp - offset));
        }
        hypotheses = new ArrayList<>();
        pictures.clear();
    }

    private Long nearest(double pts) {
        Long floor = announced.floorKey((long) Math.floor(pts));
        Long ceiling = announced.ceilingKey((long) Math.ceil(pts));
        Long near = floor == null || ceiling != null && ceiling - pts < pts - floor ? ceiling : floor;
        return near != null && Math.abs(near - pts) <= TOLERANCE ? near : null;
    }

    /** Averages what the pictures say; one measurement may be 1 ms off. */
    void matched(long rtp, Long pts) {
        if (pts != null) {
            weight = Math.min(weight + 1, MAX_WEIGHT);
            offset += (rtp - pts - offset) / (weight + 1);
            contradictions = 0;
        }
    }

    /** A picture fitted no announcement; too many in a row that cannot be explained, and the offset is given up. */
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
        pictures.clear();
        hypotheses.clear();
    }

    boolean known() {
        return known;
    }

    /** Of a picture, once {@link #known()}. */
    double pts(long rtp) {
        return rtp - offset;
    }
}
