package io.github.camelvision.roboflow.webrtc.core.correlate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** When the RTP timestamp of pts 0 is known, and when it is given up; times in ticks of 90 kHz, and in milliseconds of virtual time. */
class RtpOffsetTest {

    private static final long MS = 1_000_000;
    private static final long ZERO = 1_000_000_000L;
    /** Farthest that a frame may be from its announcement. */
    private static final int TOLERANCE = 315;

    private final RtpOffset offset = new RtpOffset();

    private void announce(long frameId, long pts, long millis) {
        offset.announced(frameId, pts, millis * MS);
    }

    private void arrive(long pts, long millis) {
        offset.received(ZERO + pts, millis * MS);
    }

    private void decide(long millis) {
        offset.decide(millis * MS);
    }

    private void unreadable() {
        offset.unknownFrame();
    }

    /** Frames from number 1 at pts 0, announced at one time. */
    private void announceAll(long[] pts, int from, int to, long millis) {
        for (int i = from; i < to; i++) {
            announce(i + 1, pts[i], millis);
        }
    }

    private void arriveAll(long[] pts, int from, int to, long millis) {
        for (int i = from; i < to; i++) {
            arrive(pts[i], millis);
        }
    }

    /** Gaps of 22 to 100 ms, each unlike the one before. */
    private static long[] irregular(int frames) {
        Random random = new Random(7);
        long[] pts = new long[frames];
        long gap = 0;
        for (int i = 1; i < frames; i++) {
            long next = gap;
            while (Math.abs(next - gap) <= 700) {
                next = 2000 + random.nextInt(7000);
            }
            gap = next;
            pts[i] = pts[i - 1] + gap;
        }
        return pts;
    }

    /** Every gap is so much longer than the one before, so often; then they stay. */
    private static long[] growing(int frames, int step, int times) {
        long[] pts = new long[frames];
        for (int i = 1; i < frames; i++) {
            pts[i] = pts[i - 1] + 3000 + (long) step * Math.min(i - 1, times);
        }
        return pts;
    }

    // the first frame that came is the first that was sent

    private void knownFromTheStart() {
        announce(1, 0, 0);
        arrive(0, 0);
        offset.intactStart();
        decide(0);
        assertThat(offset.known()).isTrue();
    }

    @Test
    void anIntactStartNeedsOneFrameAndItsAnnouncement() {
        announce(1, 0, 0);
        offset.intactStart();
        assertThat(offset.known()).isFalse();
        arrive(0, 10);
        assertThat(offset.known()).isTrue();
        assertThat(offset.pts(ZERO)).isZero();
        assertThat(offset.pts(ZERO + 3000)).isEqualTo(3000);
    }

    @Test
    void theAnnouncementMayComeAfterTheFrame() {
        offset.intactStart();
        arrive(0, 0);
        decide(1);
        assertThat(offset.known()).isFalse();
        announce(1, 500, 10);
        assertThat(offset.known()).isTrue();
        assertThat(offset.pts(ZERO)).isEqualTo(500);
    }

    @Test
    void withoutAnIntactStartOneFrameTellsNothing() {
        announce(1, 0, 0);
        arrive(0, 0);
        decide(1000);
        assertThat(offset.known()).isFalse();
    }

    @Test
    void anIntactStartIsOfNoUseWhenTheFirstFrameHadNoTimestamp() {
        announce(1, 0, 0);
        unreadable();
        arrive(3000, 0);
        offset.intactStart();
        decide(0);
        assertThat(offset.known()).isFalse();
    }

    @Test
    void aFrameWithoutTimestampLaterDoesNoHarm() {
        announce(1, 0, 0);
        arrive(0, 0);
        unreadable();
        offset.intactStart();
        decide(0);
        assertThat(offset.known()).isTrue();
    }

    @Test
    void anIntactStartIsOfNoUseWhenTheFirstAnnouncementIsMissing() {
        announce(2, 3000, 0);
        arrive(0, 0);
        offset.intactStart();
        decide(0);
        assertThat(offset.known()).isFalse();
    }

    @Test
    void norWhenTheFirstFrameWasNotReturned() {
        announce(1, Long.MIN_VALUE, 0);
        announce(2, 3000, 0);
        arrive(0, 0);
        offset.intactStart();
        decide(0);
        assertThat(offset.known()).isFalse();
    }

    @Test
    void norWhenTheNumbersBeginAgain() {
        announce(4, Long.MIN_VALUE, 0);
        announce(1, 0, 0);
        arrive(0, 0);
        offset.intactStart();
        decide(0);
        assertThat(offset.known()).isFalse();
    }

    @Test
    void ptsThatDoNotIncreaseAreIgnored() {
        announce(1, 3000, 0);
        announce(2, 3000, 0);
        announce(3, 0, 0);
        arrive(0, 0);
        offset.intactStart();
        decide(0);
        assertThat(offset.pts(ZERO)).isEqualTo(3000);
    }

    @Test
    void anIntactStartThatOtherFramesContradictIsNotBelieved() {
        announce(1, 0, 0);
        announce(2, 3000, 0);
        arrive(0, 0);
        arrive(1500, 0);
        offset.intactStart();
        decide(0);
        assertThat(offset.known()).isFalse();
    }

    @Test
    void aFrameBetweenAnnouncementsOfWhichOneIsMissingContradictsNothing() {
        announce(1, 0, 0);
        announce(3, 6000, 0);
        arrive(0, 0);
        arrive(3000, 0);
        offset.intactStart();
        decide(0);
        assertThat(offset.known()).isTrue();
    }

    @Test
    void aFrameWhoseAnnouncementMayStillComeContradictsNothingForAWhile() {
        announce(1, 0, 0);
        arrive(0, 0);
        arrive(TOLERANCE + 1, 0);
        offset.intactStart();
        decide(3500);
        assertThat(offset.known()).isTrue();
    }

    @Test
    void afterTheLongestRetransmissionItDoes() {
        announce(1, 0, 0);
        arrive(0, 0);
        arrive(TOLERANCE + 1, 0);
        offset.intactStart();
        decide(3501);
        assertThat(offset.known()).isFalse();
    }

    @Test
    void aFrameAsFarAsTheToleranceFromTheLastAnnouncementFitsIt() {
        announce(1, 0, 0);
        arrive(0, 0);
        arrive(TOLERANCE, 0);
        offset.intactStart();
        decide(3501);
        assertThat(offset.known()).isTrue();
    }

    @Test
    void aFrameAsFarAsTheToleranceBeforeAnAnnouncementFitsIt() {
        announce(1, 0, 0);
        announce(2, 3000, 0);
        arrive(0, 0);
        arrive(3000 - TOLERANCE, 0);
        offset.intactStart();
        decide(0);
        assertThat(offset.known()).isTrue();
    }

    @Test
    void aFrameFartherThanTheToleranceBeforeAnAnnouncementDoesNot() {
        announce(1, 0, 0);
        announce(2, 3000, 0);
        arrive(0, 0);
        arrive(3000 - TOLERANCE - 1, 0);
        offset.intactStart();
        decide(0);
        assertThat(offset.known()).isFalse();
    }

    @Test
    void theFirstOf512AnnouncementsIsRemembered() {
        for (int i = 1; i <= 512; i++) {
            announce(i, i * 3000L, 0);
        }
        arrive(0, 0);
        offset.intactStart();
        decide(0);
        assertThat(offset.pts(ZERO)).isEqualTo(3000);
    }

    @Test
    void theFirstOf513AnnouncementsIsForgotten() {
        for (int i = 1; i <= 513; i++) {
            announce(i, i * 3000L, 0);
        }
        arrive(0, 0);
        offset.intactStart();
        decide(0);
        assertThat(offset.known()).isFalse();
    }

    // a pattern that fits in one place only

    /** The first frames are lost; others say where the rest belongs once twelve fit. */
    @Test
    void twelveFramesOfAnIrregularPatternTell() {
        long[] pts = irregular(60);
        announceAll(pts, 0, 20, 0);
        arriveAll(pts, 3, 14, 0);
        announceAll(pts, 20, 60, 351);
        assertThat(offset.known()).isFalse();
        arrive(pts[14], 351);
        assertThat(offset.known()).isTrue();
        assertThat(offset.pts(ZERO)).isZero();
    }

    @Test
    void onlyAfterTheUsualLagOfTheFourthFrame() {
        long[] pts = irregular(60);
        announceAll(pts, 0, 20, 0);
        arriveAll(pts, 3, 6, 0);
        announceAll(pts, 20, 60, 351);
        arriveAll(pts, 6, 20, 1000);
        decide(1349);
        assertThat(offset.known()).isFalse();
        decide(1350);
        assertThat(offset.known()).isTrue();
    }

    /** At 350 ms an announcement may be that of the first frames, so it is one more possibility: here the last, that nothing refutes. */
    @Test
    void anAnnouncementWithinTheUsualLagIsAPossibility() {
        long[] pts = irregular(60);
        announceAll(pts, 0, 20, 0);
        arriveAll(pts, 3, 18, 0);
        announceAll(pts, 20, 60, 350);
        decide(351);
        assertThat(offset.known()).isFalse();
    }

    @Test
    void framesMuchLaterThanTheirAnnouncementsAreOfNoUse() {
        assertThat(knownWhenFramesComeAfter(1500)).isTrue();
    }

    @Test
    void framesALittleLessLateAre() {
        assertThat(knownWhenFramesComeAfter(1501)).isFalse();
    }

    private boolean knownWhenFramesComeAfter(long millis) {
        long[] pts = irregular(60);
        announceAll(pts, 0, 20, 0);
        arriveAll(pts, 3, 18, millis);
        announceAll(pts, 20, 60, millis + 351);
        decide(millis + 352);
        return offset.known();
    }

    @Test
    void regularGapsTellNothing() {
        long[] pts = growing(60, 0, 0);
        announceAll(pts, 0, 20, 0);
        arriveAll(pts, 3, 18, 0);
        announceAll(pts, 20, 60, 351);
        decide(3000);
        assertThat(offset.known()).isFalse();
    }

    @Test
    void gapsThatDifferByNoMoreThanTheToleranceExplainsTellNothing() {
        assertThat(knownByGapsThatGrow(2 * TOLERANCE, 40)).isFalse();
    }

    @Test
    void gapsThatDifferByMoreTell() {
        assertThat(knownByGapsThatGrow(2 * TOLERANCE + 1, 40)).isTrue();
    }

    @Test
    void eightGapsUnlikeTheOneBeforeTell() {
        assertThat(knownByGapsThatGrow(1000, 8)).isTrue();
    }

    @Test
    void sevenGapsUnlikeTheOneBeforeTellNothing() {
        assertThat(knownByGapsThatGrow(1000, 7)).isFalse();
    }

    private boolean knownByGapsThatGrow(int step, int times) {
        long[] pts = growing(60, step, times);
        announceAll(pts, 0, 16, 0);
        arriveAll(pts, 1, 15, 0);
        announceAll(pts, 16, 60, 351);
        decide(352);
        return offset.known();
    }

    /** A gap next to a lost announcement is no gap between two frames. */
    @Test
    void gapsWhereAnnouncementsAreMissingDoNotCount() {
        long[] pts = irregular(60);
        for (int i = 0; i < 60; i++) {
            if (i % 3 != 2) {
                announce(i + 1, pts[i], i < 20 ? 0 : 351);
            }
            if (i == 19) {
                arriveAll(pts, 3, 19, 0);
            }
        }
        decide(3000);
        assertThat(offset.known()).isFalse();
    }

    /** The possibilities that are left are 200 ticks apart: begun in the middle, then averaged with what twelve frames say. */
    @Test
    void inexactTimesAreAveraged() {
        long[] pts = irregular(60);
        announceAll(pts, 0, 20, 0);
        arrive(pts[3], 0);
        arrive(pts[4] + 200, 0);
        arriveAll(pts, 5, 14, 0);
        announceAll(pts, 20, 60, 351);
        arrive(pts[14], 351);
        assertThat(offset.known()).isTrue();
        assertThat(offset.pts(ZERO)).isCloseTo(-(100 + 200) / 13.0, within(0.001));
    }

    /** Each frame's nearest announcement is the one that counts, before or after it. */
    @Test
    void theNearerOfTwoAnnouncementsCounts() {
        announce(1, 0, 0);
        announce(2, 3000, 0);
        announce(3, 3500, 0);
        arrive(0, 0);
        arrive(3240, 0);
        offset.intactStart();
        decide(0);
        assertThat(offset.pts(ZERO)).isCloseTo(-240 / 3.0, within(0.001));
    }

    @Test
    void theNearerOneMayComeAfter() {
        announce(1, 0, 0);
        announce(2, 3000, 0);
        announce(3, 3500, 0);
        arrive(0, 0);
        arrive(3260, 0);
        offset.intactStart();
        decide(0);
        assertThat(offset.pts(ZERO)).isCloseTo(240 / 3.0, within(0.001));
    }

    @Test
    void whatIsFartherThanTheToleranceIsNotAveraged() {
        announce(1, 0, 0);
        announce(3, 6000, 0);
        arrive(0, 0);
        arrive(1000, 0);
        offset.intactStart();
        decide(0);
        assertThat(offset.pts(ZERO)).isZero();
    }

    @Test
    void asFarAsTheToleranceIsAveraged() {
        announce(1, 0, 0);
        announce(3, 6000, 0);
        arrive(0, 0);
        arrive(TOLERANCE, 0);
        offset.intactStart();
        decide(0);
        assertThat(offset.pts(ZERO)).isCloseTo(-TOLERANCE / 3.0, within(0.001));
    }

    // once it is known

    /** The average is of 64 frames at most, so that the offset follows a clock that drifts. */
    @Test
    void laterFramesMoveItByASixtyFifthEach() {
        knownFromTheStart();
        offset.matched(ZERO + 3000 + 30, 3000L);
        assertThat(offset.pts(ZERO)).isCloseTo(-10, within(0.001));
        for (int i = 0; i < 1000; i++) {
            offset.matched(ZERO + 3000, 3000L);
        }
        assertThat(offset.pts(ZERO)).isCloseTo(0, within(0.001));
        offset.matched(ZERO + 3000 + 65, 3000L);
        assertThat(offset.pts(ZERO)).isCloseTo(-1, within(0.001));
        offset.matched(ZERO + 3000 + 65, null);
        assertThat(offset.pts(ZERO)).isCloseTo(-1, within(0.001));
    }

    private void unmatched(int times, long pts) {
        IntStream.range(0, times).forEach(i -> offset.unmatched(ZERO + pts));
    }

    private void threeAnnounced() {
        announce(2, 3000, 10);
        announce(3, 6000, 10);
        announce(5, 12_000, 10);
    }

    @Test
    void tenFramesInARowThatCannotBeEndIt() {
        knownFromTheStart();
        threeAnnounced();
        unmatched(9, 1500);
        assertThat(offset.known()).isTrue();
        unmatched(1, 1500);
        assertThat(offset.known()).isFalse();
        arrive(3000, 20);
        decide(20);
        assertThat(offset.known()).as("the start tells no more").isFalse();
    }

    @Test
    void oneThatFitsBeginsTheCountAgain() {
        knownFromTheStart();
        threeAnnounced();
        unmatched(9, 1500);
        offset.matched(ZERO, 0L);
        unmatched(9, 4500);
        assertThat(offset.known()).isTrue();
    }

    @Test
    void framesThatCanBeExplainedDoNotCount() {
        knownFromTheStart();
        threeAnnounced();
        unmatched(10, 9000);
        assertThat(offset.known()).as("its announcement is missing").isTrue();
        unmatched(10, 12_000 + TOLERANCE + 1);
        assertThat(offset.known()).as("its announcement may come").isTrue();
        unmatched(10, 3000 + TOLERANCE);
        unmatched(10, 3000 - TOLERANCE);
        assertThat(offset.known()).as("it fits").isTrue();
        unmatched(10, 3000 - TOLERANCE - 1);
        assertThat(offset.known()).isFalse();
    }

    @Test
    void aFrameBeforeTheFirstOneCannotBe() {
        knownFromTheStart();
        unmatched(10, -TOLERANCE - 1);
        assertThat(offset.known()).isFalse();
    }

    @Test
    void unlessTheBeginningIsForgotten() {
        knownFromTheStart();
        for (int i = 2; i <= 513; i++) {
            announce(i, (i - 1) * 3000L, 10);
        }
        unmatched(10, 1500);
        assertThat(offset.known()).isTrue();
        unmatched(10, 4500);
        assertThat(offset.known()).isFalse();
    }

    @Test
    void withNothingKnownNothingIsCounted() {
        unmatched(10, 1500);
        announce(1, 0, 0);
        announce(2, 3000, 0);
        unmatched(10, 1500);
        arrive(0, 0);
        offset.intactStart();
        decide(0);
        assertThat(offset.known()).isTrue();
        unmatched(9, 1500);
        assertThat(offset.known()).isTrue();
    }

    // from the beginning again

    private void nonsense(long[] pts, int frames, long millis) {
        long[] wrong = Arrays.stream(pts, 0, frames).map(each -> each * 2 / 3 + 777).toArray();
        arriveAll(wrong, 0, frames, millis);
    }

    /** Frames that fit nowhere are forgotten after the longest retransmission, and later ones tell. */
    @Test
    void framesThatFitNowhereAreForgottenAfterAWhile() {
        assertThat(knownByLaterFramesAfter(3501)).isTrue();
    }

    @Test
    void notBefore() {
        assertThat(knownByLaterFramesAfter(3500)).isFalse();
    }

    private boolean knownByLaterFramesAfter(long millis) {
        long[] pts = irregular(150);
        announceAll(pts, 0, 60, 0);
        nonsense(pts, 30, 0);
        announceAll(pts, 60, 61, 400);
        decide(millis);
        announceAll(pts, 61, 81, millis);
        arriveAll(pts, 63, 78, millis);
        announceAll(pts, 81, 150, millis + 351);
        decide(millis + 352);
        return offset.known();
    }

    @Test
    void moreThan512FramesBeginAgain() {
        long[] pts = irregular(150);
        announceAll(pts, 0, 60, 0);
        nonsense(pts, 60, 0);
        for (int i = 0; i < 452; i++) {
            arrive(pts[59] + 1, 0);
        }
        announceAll(pts, 60, 80, 1600);
        arriveAll(pts, 63, 78, 1600);
        announceAll(pts, 80, 150, 1951);
        decide(1952);
        assertThat(offset.known()).isTrue();
    }
}
