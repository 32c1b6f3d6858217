package io.github.camelvision.roboflow.webrtc.core.correlate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RepeatsTest {

    private static final long SECOND = 1_000_000_000L;

    private final Repeats repeats = new Repeats(Duration.ofSeconds(10));

    @Test
    void theFirstIsToldAtOnceWhateverTheClockSays() {
        assertThat(repeats.told(Long.MIN_VALUE)).isZero();
        assertThat(new Repeats().told(0)).isZero();
    }

    @Test
    void ofManyOneIsToldEachIntervalWithTheNumberOfTheOthers() {
        assertThat(repeats.told(0)).isZero();
        for (int i = 1; i < 1000; i++) {
            assertThat(repeats.told(i * SECOND / 100)).isEqualTo(-1);
        }
        assertThat(repeats.told(10 * SECOND)).isEqualTo(999);
        assertThat(repeats.told(10 * SECOND + 1)).isEqualTo(-1);
        assertThat(repeats.told(20 * SECOND)).isEqualTo(1);
        assertThat(repeats.told(300 * SECOND)).isZero();
    }

    @Test
    void theRestIsToldOnceAtTheEnd() {
        repeats.told(0);
        repeats.told(1);
        repeats.told(2);
        assertThat(repeats.rest()).isEqualTo(2);
        assertThat(repeats.rest()).isZero();
    }
}
