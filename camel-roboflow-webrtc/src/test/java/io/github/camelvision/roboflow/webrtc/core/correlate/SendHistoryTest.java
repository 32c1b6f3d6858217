package io.github.camelvision.roboflow.webrtc.core.correlate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** The ring of sends: what is found at a time, and what falls out. */
class SendHistoryTest {

    private final SendHistory<String> history = new SendHistory<>(4);

    private void send(long... millis) {
        for (long each : millis) {
            history.add("s" + each, each);
        }
    }

    @Test
    void anyIsFoundAsFarAsTheTolerance() {
        send(100, 200);
        assertThat(history.anyAt(196, 4, history.end())).isTrue();
        assertThat(history.anyAt(195.9, 4, history.end())).isFalse();
        assertThat(history.anyAt(204, 4, history.end())).isTrue();
        assertThat(history.anyAt(204.1, 4, history.end())).isFalse();
        assertThat(history.anyAt(104, 4, history.end())).isTrue();
        assertThat(history.anyAt(95.9, 4, history.end())).isFalse();
    }

    @Test
    void whatWasSentAtTheLimitDoesNotCount() {
        send(100, 200);
        assertThat(history.anyAt(200, 4, 1)).isFalse();
        assertThat(history.anyAt(100, 4, 0)).isFalse();
        assertThat(history.onlyAt(200, 4, 1)).isEqualTo(SendHistory.NONE);
        assertThat(history.onlyAt(100, 4, 1)).isZero();
    }

    @Test
    void theOnlyOneIsFoundAsFarAsTheTolerance() {
        send(100, 200);
        assertThat(history.onlyAt(196, 4, 2)).isEqualTo(1);
        assertThat(history.onlyAt(204, 4, 2)).isEqualTo(1);
        assertThat(history.onlyAt(204.1, 4, 2)).isEqualTo(SendHistory.NONE);
        assertThat(history.onlyAt(195.9, 4, 2)).isEqualTo(SendHistory.NONE);
    }

    @Test
    void ofTwoWithinTheToleranceNoneIsTheOnlyOne() {
        send(100, 108);
        assertThat(history.onlyAt(104, 4, 2)).isEqualTo(SendHistory.NONE);
        assertThat(history.onlyAt(103.9, 4, 2)).isZero();
        assertThat(history.onlyAt(104, 4, 1)).as("the second came after the limit").isZero();
    }

    @Test
    void ofThoseInOneMillisecondTheFirstCounts() {
        send(50, 100, 100, 100);
        assertThat(history.onlyAt(100, 4, 4)).isEqualTo(1);
    }

    @Test
    void theOldestFallsOutAndIsNotFound() {
        send(100, 200, 300, 400);
        assertThat(history.size()).isEqualTo(4);
        assertThat(history.add("s500", 500)).isEqualTo("s100");
        assertThat(history.first()).isEqualTo(1);
        assertThat(history.end()).isEqualTo(5);
        assertThat(history.anyAt(100, 4, history.end())).isFalse();
        assertThat(history.onlyAt(200, 4, history.end())).isEqualTo(1);
        assertThat(history.onlyAt(500, 4, history.end())).isEqualTo(4);
        assertThat(history.anyAt(200, 4, 0)).as("a limit before the first").isFalse();
        assertThat(history.removeBefore(3)).containsExactly("s200", "s300");
        assertThat(history.remove()).isEqualTo("s400");
        assertThat(history.size()).isEqualTo(1);
    }

    @Test
    void timesDoNotGoBack() {
        send(100, 100);
        assertThatThrownBy(() -> history.add("x", 99)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("push time 99 ms is before the last one, 100 ms");
        history.removeBefore(2);
        assertThat(history.add("y", 99)).as("of those that are left").isNull();
        assertThat(history.anyAt(99, 4, history.end())).isTrue();
    }
}
