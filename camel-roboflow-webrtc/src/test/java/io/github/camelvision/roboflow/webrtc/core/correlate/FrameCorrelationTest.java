package io.github.camelvision.roboflow.webrtc.core.correlate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelvision.roboflow.webrtc.core.correlate.FrameCorrelation.Match;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameCorrelationTest {

    private final FrameCorrelation<String> correlation = new FrameCorrelation<>(16);
    private long now = 2000;

    @Test
    void holdsResultsUntilTwoOfThemSettleTheOffset() {
        send(1000, 1020, 1080, 1180);
        assertThat(correlation.result(0)).isEmpty();
        assertThat(correlation.anchored()).isFalse();
        assertThat(correlation.offsetMillis()).isEmpty();
        assertThat(correlation.result(60 * 90)).containsExactly(new Match<>("1020", 0, List.of("1000")),
                new Match<>("1080", 60 * 90, List.of()));
        assertThat(correlation.offsetMillis()).hasValue(1020);
        assertThat(correlation.pending()).isEqualTo(1);
    }

    @Test
    void staysUnanchoredOnRegularFrames() {
        send(0, 33, 67, 100, 133, 167, 200);
        assertThat(correlation.result(0)).isEmpty();
        assertThat(correlation.result(33 * 90)).isEmpty();
        assertThat(correlation.result(67 * 90)).isEmpty();
        assertThat(correlation.anchored()).isFalse();
    }

    @Test
    void anchorsRegularFramesOnceAGapTellsThemApart() {
        send(0, 33, 67, 100);
        assertThat(correlation.result(0)).isEmpty();
        assertThat(correlation.result(33 * 90)).isEmpty();
        send(150, 183, 217);
        assertThat(correlation.result(67 * 90)).isEmpty();
        assertThat(correlation.result(117 * 90)).extracting(Match::tag).containsExactly("33", "67", "100", "150");
    }

    @Test
    void aResultCannotBelongToAFrameSentAfterIt() {
        send(0);
        assertThat(correlation.result(0)).isEmpty();
        send(33, 67);
        assertThat(correlation.result(33 * 90)).extracting(Match::tag).containsExactly("0", "33");
    }

    @Test
    void reportsFramesThatWereNeverAnswered() {
        anchorAt1000();
        send(1200, 1233, 1267);
        assertThat(correlation.result(267 * 90)).containsExactly(new Match<>("1267", 267 * 90, List.of("1200", "1233")));
        assertThat(correlation.pending()).isZero();
    }

    @Test
    void ignoresDoubledAndLateResults() {
        anchorAt1000();
        send(1200, 1300);
        assertThat(correlation.result(300 * 90)).hasSize(1);
        assertThat(correlation.result(300 * 90)).isEmpty();
        assertThat(correlation.result(200 * 90)).isEmpty();
        assertThat(correlation.unmatched()).isZero();
    }

    @Test
    void countsResultsBeyondTheTolerance() {
        anchorAt1000();
        send(1200);
        assertThat(correlation.result(206 * 90)).isEmpty();
        assertThat(correlation.result(194 * 90)).isEmpty();
        assertThat(correlation.result(-1)).isEmpty();
        assertThat(correlation.result(1_000_000 * 90)).isEmpty();
        assertThat(correlation.unmatched()).isEqualTo(4);
        assertThat(correlation.result(202 * 90)).hasSize(1);
    }

    /** aiortc adds 2^32 to all later times when a frame comes after its successor, as may happen where packets are lost. */
    @Test
    void wrapsThatTheServerCountsTooManyDoNotMatter() {
        send(1000, 1020, 1080);
        correlation.result(0);
        assertThat(correlation.result((1L << 32) + 80 * 90)).extracting(Match::tag).containsExactly("1000", "1080");
        send(1200, 1240, 1300);
        assertThat(correlation.result((2L << 32) + 200 * 90)).containsExactly(new Match<>("1200", (2L << 32) + 200 * 90, List.of()));
        assertThat(correlation.result((3L << 32) + 240 * 90)).extracting(Match::tag).containsExactly("1240");
        assertThat(correlation.result(300 * 90)).extracting(Match::tag).containsExactly("1300");
        assertThat(correlation.unmatched()).isZero();
    }

    /** The RTP clock has 32 bits, so a server cannot count the wraps while no frame comes. */
    @Test
    void aFrameAfterADayIsFound() {
        anchorAt1000();
        send(1000 + 86_400_000L);
        assertThat(correlation.result(86_400_000L * 90 & 0xFFFF_FFFFL)).hasSize(1);
    }

    @Test
    void doesNotChooseBetweenTwoFramesThatFit() {
        anchorAt1000();
        send(1200, 1203);
        assertThat(correlation.result(201 * 90)).isEmpty();
        assertThat(correlation.unmatched()).isEqualTo(1);
    }

    @Test
    void takesTheFirstOfFramesInTheSameMillisecond() {
        anchorAt1000();
        correlation.sent("first", 1200);
        correlation.sent("second", 1200);
        send(1240);
        assertThat(correlation.result(200 * 90)).extracting(Match::tag).containsExactly("first");
        assertThat(correlation.result(240 * 90)).containsExactly(new Match<>("1240", 240 * 90, List.of("second")));
    }

    @Test
    void evictsTheOldestFrameAndReturnsItsTag() {
        for (int i = 0; i < 16; i++) {
            assertThat(correlation.sent("t" + i, i * 50L)).isNull();
        }
        assertThat(correlation.sent("t16", 800)).isEqualTo("t0");
        assertThat(correlation.evicted()).isEqualTo(1);
        assertThat(correlation.pending()).isEqualTo(16);
    }

    @Test
    void refusesPushTimesThatGoBack() {
        send(100);
        assertThatThrownBy(() -> correlation.sent("x", 99)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aWildResultDelaysTheAnchorButDoesNotPreventIt() {
        send(1000, 1020, 1080, 1180, 1320);
        assertThat(correlation.result(1_000_000 * 90)).isEmpty();
        assertThat(correlation.result(0)).isEmpty();
        assertThat(correlation.result(777 * 90)).isEmpty();
        assertThat(correlation.result(80 * 90)).isEmpty();
        assertThat(correlation.result(180 * 90)).extracting(Match::tag).containsExactly("1080", "1180");
        assertThat(correlation.unmatched()).isEqualTo(3);
    }

    @Test
    void holdsABoundedNumberOfResults() {
        FrameCorrelation<Long> regular = new FrameCorrelation<>(512);
        for (long i = 0; i < 10_000; i++) {
            regular.sent(i, i * 40);
            if (i >= 5) {
                assertThat(regular.result((i - 5) * 40 * 90)).isEmpty();
            }
        }
        assertThat(regular.anchored()).isFalse();
        assertThat(regular.pending()).isEqualTo(512);
        assertThat(regular.unmatched()).isEqualTo(10_000 - 5 - 64);
    }

    @Test
    void followsAClockThatDriftsSlowly() {
        anchorAt1000();
        for (int i = 1; i <= 20_000; i++) {
            long push = 1200 + i * 33L;
            double drifted = (push - 1000) * (1 + 50e-6);
            send(push);
            assertThat(correlation.result(Math.round(drifted * 90))).hasSize(1);
        }
        assertThat(correlation.unmatched()).isZero();
    }

    @Test
    void resetForgetsTheOffsetAndReturnsWhatHasNoAnswer() {
        anchorAt1000();
        send(1300, 1400);
        assertThat(correlation.reset()).containsExactly("1300", "1400");
        assertThat(correlation.anchored()).isFalse();
        assertThat(correlation.pending()).isZero();
        assertThat(correlation.result(0)).isEmpty();
        send(50, 70, 130);
        assertThat(correlation.result(0)).isEmpty();
        assertThat(correlation.result(60 * 90)).extracting(Match::tag).containsExactly("70", "130");
    }

    @Test
    void twoFramesAreTheLeastToRemember() {
        assertThatThrownBy(() -> new FrameCorrelation<String>(1)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("capacity");
        FrameCorrelation<String> smallest = new FrameCorrelation<>(2);
        assertThat(smallest.sent("a", 0)).isNull();
        assertThat(smallest.sent("b", 0)).isNull();
        assertThat(smallest.sent("c", 0)).isEqualTo("a");
    }

    private void results(double... millis) {
        for (double each : millis) {
            correlation.result(Math.round(each * 90));
        }
    }

    @Test
    void theOffsetIsTheMiddleOfWhatTheResultsSay() {
        send(1000, 1020, 1080);
        results(0, 62);
        assertThat(correlation.offsetMillis()).hasValue(1019);
    }

    /** A result that fits two frames says nothing; the other one says half a millisecond less than the middle. */
    @Test
    void aResultThatFitsTwoFramesDoesNotMoveTheOffset() {
        send(1020, 1021, 1080);
        results(0, 60);
        assertThat(correlation.offsetMillis()).hasValue(1020);
    }

    @Test
    void withoutAResultThatFitsOneFrameTheOffsetIsTheMiddle() {
        send(1020, 1021, 1080, 1081);
        results(0, 60);
        assertThat(correlation.offsetMillis()).hasValue(1021);
    }

    @Test
    void possibilitiesAsFarApartAsHalfTheToleranceAreOne() {
        send(1020, 1022, 1080);
        results(0, 60);
        assertThat(correlation.anchored()).isTrue();
    }

    @Test
    void possibilitiesNoFartherApartThanTheToleranceCanNotBeToldApart() {
        send(1020, 1023, 1080, 1083);
        results(0, 60);
        assertThat(correlation.anchored()).isFalse();
        assertThat(correlation.unmatched()).as("begun again").isEqualTo(1);
        FrameCorrelation<String> other = new FrameCorrelation<>(16);
        List.of(1020, 1024, 1080, 1084).forEach(push -> other.sent("a", push));
        other.result(0);
        other.result(60 * 90);
        assertThat(other.unmatched()).as("begun again").isEqualTo(1);
    }

    @Test
    void possibilitiesFartherApartWaitForAnotherResult() {
        send(1020, 1025, 1080, 1083, 1180);
        results(0, 60);
        assertThat(correlation.anchored()).isFalse();
        assertThat(correlation.unmatched()).isZero();
        results(160);
        assertThat(correlation.offsetMillis()).hasValue(1020);
    }

    /** What begins again begins with the result that did not fit. */
    @Test
    void theResultThatFitsNothingIsTheFirstOfTheNextSearch() {
        send(1000, 1020, 1080);
        results(0, 200);
        assertThat(correlation.unmatched()).isEqualTo(1);
        send(1200, 1217, 1311);
        assertThat(correlation.result((200 + 94) * 90)).isEmpty();
        send(1500, 1530);
        results(400, 430);
        assertThat(correlation.anchored()).isTrue();
    }

    @Test
    void resultsCloserThanTheToleranceDoNotCountTwice() {
        send(1000, 1004);
        results(0, 4);
        assertThat(correlation.anchored()).isFalse();
        assertThat(correlation.unmatched()).isZero();
    }

    @Test
    void norDoTheyRefute() {
        send(0, 33, 66, 99);
        results(0, 37, 41);
        assertThat(correlation.unmatched()).isZero();
    }

    @Test
    void nothingOfASearchIsLeftAfterAStepBack() {
        send(1000, 1020, 1080);
        results(40, 0, 60);
        assertThat(correlation.offsetMillis()).hasValue(1020);
    }

    @Test
    void nothingOfASearchIsLeftAfterAReset() {
        send(10);
        results(0);
        correlation.reset();
        send(50, 70, 130);
        assertThat(correlation.result(0)).isEmpty();
        assertThat(correlation.result(60 * 90)).extracting(Match::tag).containsExactly("70", "130");
    }

    /** Residuals of one side, nine in a row, move the offset by a tenth each. */
    @Test
    void aRunOnOneSideMovesTheOffset() {
        anchorAt1000();
        late(4, 9);
        assertThat(correlation.offsetMillis()).hasValue(1000);
        late(4, 1);
        assertThat(correlation.offsetMillis()).hasValue(1001);
    }

    @Test
    void orToTheOtherSide() {
        anchorAt1000();
        late(-4, 9);
        assertThat(correlation.offsetMillis()).hasValue(1000);
        late(-4, 1);
        assertThat(correlation.offsetMillis()).hasValue(999);
    }

    @Test
    void jitterOnBothSidesDoesNot() {
        anchorAt1000();
        for (int i = 0; i < 10; i++) {
            late(4, 8);
            late(-1, 1);
        }
        assertThat(correlation.offsetMillis()).hasValue(1000);
    }

    @Test
    void halfAMillisecondIsNoSide() {
        send(1000, 1020, 1080);
        results(0, 61);
        late(19.1, 50);
        assertThat(correlation.offsetMillis()).as("1019.5, rounded").hasValue(1020);
    }

    /** Frames that were pushed so much later than 1000 plus the time of their results. */
    private void late(double millis, int frames) {
        for (int i = 0; i < frames; i++) {
            now += 50;
            send(now);
            assertThat(correlation.result(Math.round((now - 1000 - millis) * 90))).hasSize(1);
        }
    }

    private void anchorAt1000() {
        send(1000, 1020, 1080);
        correlation.result(0);
        assertThat(correlation.result(80 * 90)).hasSize(2);
        assertThat(correlation.anchored()).isTrue();
    }

    private void send(long... pushMillis) {
        for (long millis : pushMillis) {
            correlation.sent(Long.toString(millis), millis);
        }
    }
}
