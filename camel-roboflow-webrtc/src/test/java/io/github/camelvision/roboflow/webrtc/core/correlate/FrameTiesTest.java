package io.github.camelvision.roboflow.webrtc.core.correlate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.testing.Results;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** From which captured frames results were made. */
class FrameTiesTest {

    private final FrameTies ties = new FrameTies();

    private void send(long... captureMillis) {
        for (long each : captureMillis) {
            ties.sent(each * 10, each * 1_000_000, each);
        }
    }

    private List<String> at(long frameId, long millis) {
        return ties.result(Results.atMillis(frameId, millis)).stream().map(tied -> tied.result().frameId() + "=" + tied.frame()).toList();
    }

    @Test
    void resultsAreHeldUntilTheirFramesAreKnown() {
        send(1000, 1020, 1080);
        assertThat(at(1, 0)).isEmpty();
        assertThat(ties.known()).isFalse();
        assertThat(ties.newest()).isZero();
        assertThat(at(2, 60)).containsExactly("1=10200", "2=10800");
        assertThat(ties.known()).isTrue();
        assertThat(ties.newest()).isEqualTo(10_800);
        send(1200);
        assertThat(at(3, 180)).containsExactly("3=12000");
        assertThat(ties.newest()).isEqualTo(12_000);
    }

    @Test
    void aResultTellsWhenItsFrameWasCaptured() {
        send(1000, 1020, 1080);
        ties.result(Results.atMillis(1, 0));
        assertThat(ties.result(Results.atMillis(2, 60))).extracting(FrameTies.Tied::capturedNanos)
                .containsExactly(1_020_000_000L, 1_080_000_000L);
    }

    @Test
    void aResultWithoutATimeBelongsToNoFrame() {
        send(1000, 1020, 1080);
        assertThat(ties.result(InferenceResult.of(Map.of("n", 1)))).isEmpty();
        assertThat(ties.result(InferenceResult.parse(Results.json(1)))).isEmpty();
        assertThat(at(2, 0)).isEmpty();
        assertThat(at(3, 60)).hasSize(2);
    }

    @Test
    void aResultThatFitsNoFrameIsDropped() {
        send(1000, 1020, 1080);
        at(1, 0);
        at(2, 60);
        assertThat(at(3, 77)).isEmpty();
        assertThat(ties.newest()).isEqualTo(10_800);
    }

    /** At regular intervals nothing tells which is which: of 65 results the first is forgotten. */
    @Test
    void ofResultsThatWaitTheOldestAreForgotten() {
        for (int i = 0; i < 66; i++) {
            send(1000 + i * 40);
        }
        for (int i = 0; i < 65; i++) {
            assertThat(at(i + 1, i * 40)).isEmpty();
        }
        send(4000);
        assertThat(at(66, 3000)).hasSize(64).startsWith("3=10800").endsWith("66=40000");
    }
}
