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

    private final FramePairing<Integer, String> pairing = new FramePairing<>();
    private final List<Integer> results = new ArrayList<>();

    private void take(List<Pair<Integer, String>> pairs) {
        pairs.forEach(pair -> results.add(pair.result()));
    }

    private void result(int number, long pts) {
        take(pairing.announced(number, pts, 0));
        take(pairing.result(number, pts, 0));
    }

    /** As the result of a frame whose picture the server's encoder skipped. */
    @Test
    void aResultThatCanHaveNoPictureWaitsForTheResultsBefore() {
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

    @Test
    void aResultThatCanHaveNoPictureAndFollowsNoneThatWaitsComesAtOnce() {
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
}
