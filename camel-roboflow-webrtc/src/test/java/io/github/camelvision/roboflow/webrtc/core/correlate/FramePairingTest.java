package io.github.camelvision.roboflow.webrtc.core.correlate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.core.correlate.FramePairing.Pair;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** In which order halves come out, in virtual time. */
class FramePairingTest {

    private static final long SECOND = 1_000_000_000L;
    private static final int TICKS = 3000;

    private static final long ZERO = 1_000_000_000L;
    /** Farthest that a frame may be from its announcement, in ticks. */
    private static final int TOLERANCE = 225;

    private final List<String> repeated = new ArrayList<>();
    private final FramePairing<Integer, String> pairing = new FramePairing<>(repeated::add);
    private final List<Integer> results = new ArrayList<>();
    private final List<String> out = new ArrayList<>();

    private void take(List<Pair<Integer, String>> pairs) {
        pairs.forEach(pair -> {
            results.add(pair.result());
            out.add((pair.result() == null ? "-" : pair.result()) + " " + (pair.frame() == null ? "-" : pair.frame()));
        });
    }

    private void announce(int number, double seconds) {
        take(pairing.announced(number, (long) number * TICKS, nanos(seconds)));
    }

    private void deliver(int number, double seconds) {
        take(pairing.result(number, (long) number * TICKS, nanos(seconds)));
    }

    private void arrive(int number, double seconds) {
        arrive(String.valueOf((char) ('a' + number - 1)), (long) number * TICKS, seconds);
    }

    private void arrive(String frame, long ticks, double seconds) {
        take(pairing.frame(frame, ZERO + ticks, nanos(seconds)));
    }

    private void expire(double seconds) {
        take(pairing.expire(nanos(seconds)));
    }

    private static long nanos(double seconds) {
        return Math.round(seconds * SECOND);
    }

    /** The first frame and its result, so that the offset is known at 0 s. */
    private void anchor() {
        announce(1, 0);
        deliver(1, 0);
        arrive(1, 0);
        take(pairing.intactStart(0));
        assertThat(out).containsExactly("1 a");
        out.clear();
    }

    private void result(int number, long pts) {
        take(pairing.announced(number, pts, 0));
        take(pairing.result(number, pts, 0));
    }

    /** The returned track's own clock has 32 bits, and does not jump. */
    @Test
    void wrapsThatTheServerCountsTooManyDoNotMatter() {
        anchor();
        for (int number = 2; number <= 4; number++) {
            long pts = ((long) number << 32) + (long) number * TICKS;
            take(pairing.announced(number, pts, 0));
            take(pairing.result(number, pts, 0));
            arrive(number, 0);
        }
        assertThat(out).containsExactly("2 b", "3 c", "4 d");
    }

    /** As the result of a frame whose frame the server's encoder skipped. */
    @Test
    void aResultThatCanHaveNoFrameWaitsForTheResultsBefore() {
        for (int number = 1; number <= 4; number++) {
            result(number, (long) number * TICKS);
        }
        result(5, Long.MIN_VALUE);
        assertThat(results).isEmpty();
        take(pairing.expire(4 * SECOND));
        assertThat(results).containsExactly(1, 2, 3, 4, 5);
        assertThat(pairing.unpairedResults()).isEqualTo(5);
        assertThat(pairing.pending()).isZero();
    }

    /** As of frames that a server sends in one millisecond when its file is at the end; and of a clock that goes back. */
    @Test
    void aResultWithTheTimeOfAnotherOneWaitsForTheResultsBefore() {
        for (int number = 1; number <= 4; number++) {
            result(number, (long) number * TICKS);
        }
        result(5, 4 * TICKS);
        result(6, 2 * TICKS + 1);
        assertThat(results).isEmpty();
        take(pairing.expire(4 * SECOND));
        assertThat(results).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(pairing.unpairedResults()).isEqualTo(6);
    }

    @Test
    void aResultThatCanHaveNoFrameAndFollowsNoneThatWaitsComesAtOnce() {
        result(1, Long.MIN_VALUE);
        assertThat(results).containsExactly(1);
    }

    @Test
    void theEndKeepsTheOrder() {
        result(1, TICKS);
        result(2, Long.MIN_VALUE);
        result(3, 3 * TICKS);
        take(pairing.drainAll());
        assertThat(results).containsExactly(1, 2, 3);
    }

    @Test
    void anIntactStartPairsWhatWaits() {
        announce(1, 0);
        deliver(1, 0);
        arrive(1, 0);
        arrive(2, 0);
        assertThat(pairing.anchored()).isFalse();
        assertThat(pairing.pending()).isEqualTo(3);
        take(pairing.intactStart(0));
        assertThat(out).containsExactly("1 a");
        assertThat(pairing.anchored()).isTrue();
        assertThat(pairing.pairs()).isEqualTo(1);
        assertThat(pairing.pending()).isEqualTo(1);
        announce(2, 0);
        deliver(2, 0);
        assertThat(out).containsExactly("1 a", "2 b");
    }

    @Test
    void pairsComeInTheOrderOfTheFrames() {
        anchor();
        announce(2, 0);
        announce(3, 0);
        arrive(2, 0);
        deliver(3, 0);
        arrive(3, 0);
        deliver(2, 0);
        // a result that another one overtook is withheld, as far as anybody can know
        assertThat(out).containsExactly("3 c", "2 -");
        assertThat(repeated).containsExactly("b");
        assertThat(pairing.repeatedFrames()).isEqualTo(1);
        assertThat(pairing.unpairedResults()).isEqualTo(1);
    }

    @Test
    void aFrameWaitsForItsResultWhileNoLaterOneCame() {
        anchor();
        announce(2, 0);
        announce(3, 0);
        arrive(2, 0);
        arrive(3, 0);
        assertThat(out).isEmpty();
        deliver(2, 0.5);
        deliver(3, 0.5);
        assertThat(out).containsExactly("2 b", "3 c");
        assertThat(repeated).isEmpty();
    }

    @Test
    void aResultWhoseFrameWasLostComesWithTheNextFrame() {
        anchor();
        announce(2, 0);
        deliver(2, 0);
        assertThat(out).isEmpty();
        announce(3, 0);
        arrive(3, 0);
        assertThat(out).containsExactly("2 -");
    }

    @Test
    void aFrameAsFarAsTheToleranceAfterIsNoLaterOne() {
        anchor();
        announce(2, 0);
        deliver(2, 0);
        announce(3, 0);
        arrive("near", 2 * TICKS + TOLERANCE, 0);
        assertThat(out).containsExactly("2 near");
    }

    @Test
    void aFrameFartherThanTheToleranceAfterIs() {
        anchor();
        announce(2, 0);
        deliver(2, 0);
        announce(3, 0);
        arrive("far", 2 * TICKS + TOLERANCE + 1, 0);
        assertThat(out).containsExactly("2 -", "- far");
        assertThat(pairing.unpairedFrames()).isEqualTo(1);
        assertThat(pairing.unpairedResults()).isEqualTo(1);
    }

    @Test
    void aFrameAsFarAsTheToleranceBeforeBelongs() {
        anchor();
        announce(2, 0);
        deliver(2, 0);
        arrive("near", 2 * TICKS - TOLERANCE, 0);
        assertThat(out).containsExactly("2 near");
    }

    @Test
    void aFrameFartherThanTheToleranceBeforeWaitsUntilItIsPassed() {
        anchor();
        announce(2, 0);
        arrive("far", 2 * TICKS - TOLERANCE - 1, 0);
        assertThat(out).containsExactly("- far");
    }

    @Test
    void aFrameBeforeTheNewestAnnouncementByTheToleranceIsNotGivenUp() {
        anchor();
        arrive("early", 2 * TICKS - TOLERANCE, 0);
        assertThat(out).isEmpty();
        announce(2, 0);
        assertThat(pairing.pending()).isEqualTo(1);
        deliver(2, 0);
        assertThat(out).containsExactly("2 early");
    }

    @Test
    void ofTwoAnnouncementsThatFitNoneIsChosen() {
        anchor();
        take(pairing.announced(2, 2 * TICKS, 0));
        take(pairing.announced(3, 2 * TICKS + 2 * TOLERANCE, 0));
        arrive("between", 2 * TICKS + TOLERANCE, 0);
        assertThat(out).isEmpty();
        assertThat(pairing.pending()).isEqualTo(3);
        arrive("nearer", 2 * TICKS + TOLERANCE + 1, 0);
        take(pairing.result(3, 2 * TICKS + 2 * TOLERANCE, 0));
        assertThat(out).containsExactly("3 nearer");
    }

    @Test
    void aSecondFrameOfOneAnnouncementStaysAlone() {
        anchor();
        announce(2, 0);
        arrive("one", 2 * TICKS, 0);
        arrive("two", 2 * TICKS + 1, 0);
        deliver(2, 0);
        announce(3, 0);
        assertThat(out).containsExactly("2 one", "- two");
    }

    @Test
    void theOffsetFollowsTheFrames() {
        anchor();
        int late = 0;
        for (int number = 2; number <= 200; number++) {
            late += number % 2 == 0 ? 5 : 0;
            announce(number, 0);
            deliver(number, 0);
            arrive("f" + number, (long) number * TICKS + late, 0);
        }
        assertThat(late).isGreaterThan(2 * TOLERANCE);
        assertThat(pairing.pairs()).isEqualTo(200);
        assertThat(pairing.unpairedFrames()).isZero();
    }

    /** A server that began to count anew: ten frames that fit nowhere, and nothing is known any more. */
    @Test
    void framesThatFitNowhereEndTheKnowledge() {
        anchor();
        for (int number = 2; number <= 30; number++) {
            announce(number, 0);
        }
        for (int number = 2; number <= 11; number++) {
            assertThat(pairing.anchored()).isTrue();
            arrive("x", number * TICKS + TICKS / 2, 0);
        }
        assertThat(pairing.anchored()).isFalse();
    }

    // how long halves wait

    @Test
    void atTheStartHalvesWaitThreeSeconds() {
        announce(1, 0);
        deliver(1, 0);
        arrive(1, 0);
        arrive(2, 1);
        announce(3, 2.5);
        deliver(3, 2.5);
        expire(2.999);
        assertThat(out).isEmpty();
        expire(3);
        assertThat(out).containsExactly("1 -", "- a", "- b");
        expire(3.499);
        assertThat(out).hasSize(3);
        expire(3.5);
        assertThat(out).hasSize(4).endsWith("3 -");
        assertThat(pairing.unpairedFrames()).isEqualTo(2);
        assertThat(pairing.unpairedResults()).isEqualTo(2);
        assertThat(pairing.pending()).isZero();
    }

    @Test
    void onceTheOffsetIsKnownTheyWaitASecond() {
        anchor();
        arrive(3, 0.5);
        announce(2, 0.5);
        announce(3, 0.5);
        arrive(5, 0.5);
        assertThat(pairing.pending()).isEqualTo(2);
        expire(1.499);
        assertThat(out).isEmpty();
        expire(1.5);
        assertThat(out).containsExactly("- e");
        assertThat(repeated).containsExactly("c");
        deliver(3, 1.6);
        assertThat(out).containsExactly("- e", "3 -");
    }

    // what comes late, twice or without a time

    @Test
    void aFrameWithoutTimestampComesAloneAndNoStartIsIntact() {
        take(pairing.frame("?", Long.MIN_VALUE, 0));
        assertThat(out).containsExactly("- ?");
        announce(1, 0);
        deliver(1, 0);
        arrive(1, 0);
        take(pairing.intactStart(0));
        assertThat(pairing.anchored()).isFalse();
        assertThat(out).containsExactly("- ?");
    }

    @Test
    void aSecondResultOfAFrameComesAloneAfterTheFirst() {
        announce(1, 0);
        deliver(1, 0);
        deliver(1, 0);
        assertThat(out).isEmpty();
        arrive(1, 0);
        take(pairing.intactStart(0));
        assertThat(out).containsExactly("1 a", "1 -");
    }

    @Test
    void anAnnouncementThatDoesNotIncreaseIsNone() {
        announce(2, 0);
        announce(2, 0);
        announce(1, 0);
        assertThat(pairing.pending()).isEqualTo(1);
    }

    // bounds

    @Test
    void ofFramesThatWaitTheOldestComeAloneBeyond36() {
        for (int number = 1; number <= 36; number++) {
            arrive("f" + number, (long) number * TICKS, 0);
        }
        assertThat(out).isEmpty();
        arrive("f37", 37L * TICKS, 0);
        assertThat(out).containsExactly("- f1");
        assertThat(pairing.pending()).isEqualTo(36);
    }

    @Test
    void framesThatWaitForTheirResultsCountToo() {
        anchor();
        for (int number = 2; number <= 37; number++) {
            announce(number, 0);
            arrive("f" + number, (long) number * TICKS, 0);
        }
        assertThat(repeated).isEmpty();
        announce(38, 0);
        arrive("f38", 38L * TICKS, 0);
        assertThat(repeated).containsExactly("f2");
        announce(39, 0);
        arrive("f39", 39L * TICKS, 0);
        assertThat(repeated).containsExactly("f2", "f3");
        assertThat(pairing.pending()).isEqualTo(36);
    }

    @Test
    void ofResultsThatWaitTheOldestComeAloneBeyond300() {
        for (int number = 1; number <= 300; number++) {
            announce(number, 0);
            deliver(number, 0);
        }
        assertThat(out).isEmpty();
        announce(301, 0);
        assertThat(out).containsExactly("1 -");
        assertThat(pairing.pending()).isEqualTo(300);
    }

    @Test
    void theEndGivesOutEverything() {
        announce(1, 0);
        deliver(1, 0);
        arrive(1, 0);
        arrive(2, 0);
        take(pairing.drainAll());
        assertThat(out).containsExactly("1 -", "- a", "- b");
        assertThat(pairing.pending()).isZero();
        assertThat(pairing.drainAll()).isEmpty();
    }
}
