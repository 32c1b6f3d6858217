package io.github.camelvision.roboflow.webrtc.core.source.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameLimitTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    @ParameterizedTest
    @CsvSource({"30, 5, 300", "30, 20, 1200", "30, 29, 1740", "25, 0.1, 6", "10, 15, 600", "30, 30, 1800", "7, 3, 180"})
    void reachesItsRateOnAverageAlsoWhereItDoesNotDivideThatOfTheSource(double source, double maxFps, int inAMinute) {
        FrameLimit limit = new FrameLimit(maxFps);
        int taken = 0;
        for (int i = 0; i < source * 60; i++) {
            taken += limit.takes((long) (i * SECOND / source)) ? 1 : 0;
        }
        assertThat(taken).isBetween(inAMinute - 1, inAMinute + 1);
    }

    @Test
    void isNeverAboveItsRateHoweverUnsteadyTheFramesCome() {
        FrameLimit limit = new FrameLimit(10.0);
        Random random = new Random(3);
        long now = -5 * SECOND;
        long[] times = new long[2000];
        int taken = 0;
        while (taken < times.length) {
            now += random.nextInt(100) == 0 ? 3 * SECOND : random.nextInt(60_000_000);
            if (limit.takes(now)) {
                times[taken++] = now;
            }
        }
        for (int i = 0; i + 10 < times.length; i++) {
            assertThat(times[i + 10] - times[i]).as("eleven frames from %d", i).isGreaterThan(SECOND - SECOND / 10);
        }
    }

    @Test
    void nothingIsCaughtUpAfterAPause() {
        FrameLimit limit = new FrameLimit(10.0);
        assertThat(limit.takes(0)).isTrue();
        assertThat(limit.takes(60 * SECOND)).isTrue();
        assertThat(limit.takes(60 * SECOND + SECOND / 30)).isFalse();
        assertThat(limit.takes(60 * SECOND + SECOND / 10)).isTrue();
    }

    @Test
    void withoutALimitEveryFrameIsTaken() {
        FrameLimit none = new FrameLimit(null);
        assertThat(none.takes(1)).isTrue();
        assertThat(none.takes(1)).isTrue();
        assertThat(none.of(30.0)).isEqualTo(30);
        assertThat(none.of(null)).isNull();
        assertThat(new FrameLimit(5.0).of(30.0)).isEqualTo(5);
        assertThat(new FrameLimit(5.0).of(3.0)).isEqualTo(3);
        assertThat(new FrameLimit(5.0).of(null)).isNull();
    }
}
