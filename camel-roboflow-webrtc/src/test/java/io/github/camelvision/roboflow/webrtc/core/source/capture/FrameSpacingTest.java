package io.github.camelvision.roboflow.webrtc.core.source.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameSpacingTest {

    private final FrameSpacing spacing = new FrameSpacing();

    @Test
    void keepsFramesApart() {
        assertThat(spacing.waitMillis(false, 30.0, 5)).isZero();
        assertThat(spacing.next()).isEqualTo(1);
        spacing.handedOver(TimeUnit.SECONDS.toNanos(1));

        assertThat(spacing.waitMillis(false, 30.0, TimeUnit.MILLISECONDS.toNanos(1004))).isEqualTo(6);
        assertThat(spacing.waitMillis(false, 30.0, TimeUnit.MILLISECONDS.toNanos(1010))).isZero();
        assertThat(spacing.next()).isEqualTo(2);
        assertThat(spacing.newest()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"30, 11", "25, 13", "5, 15", "60, 8", ", 11", "0, 11"})
    void someFramesAreOutOfStepByAThirdOfTheInterval(Double fps, long late) {
        assertThat(waits(fps)).containsExactlyInAnyOrder(0L, late);
    }

    @Test
    void aCameraAsFastAsFramesMayBeSentStaysInStep() {
        assertThat(waits(120.0)).containsExactly(0L);
    }

    private Set<Long> waits(Double fps) {
        return IntStream.range(0, 200).mapToObj(i -> spacing.waitMillis(true, fps, 0)).collect(Collectors.toSet());
    }
}
