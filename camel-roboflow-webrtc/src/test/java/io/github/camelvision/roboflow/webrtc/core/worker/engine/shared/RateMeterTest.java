package io.github.camelvision.roboflow.webrtc.core.worker.engine.shared;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RateMeterTest {

    private static final long FRAME = TimeUnit.MILLISECONDS.toNanos(40);

    private final RateMeter meter = new RateMeter();
    private long now = -5 * FRAME;

    @Test
    void aFewFramesTellNoRate() {
        frames(7, FRAME);
        assertThat(meter.framesPerSecond()).isNull();
        frames(1, FRAME);
        assertThat(meter.framesPerSecond()).isEqualTo(25.0);
    }

    @Test
    void theRateIsThatOfTheLastFrames() {
        frames(200, FRAME);
        frames(32, FRAME / 2);
        assertThat(meter.framesPerSecond()).isEqualTo(50.0);
    }

    @Test
    void aLongGapStartsAnew() {
        frames(20, FRAME);
        frames(1, TimeUnit.SECONDS.toNanos(60));
        assertThat(meter.framesPerSecond()).isNull();
        frames(7, FRAME * 2);
        assertThat(meter.framesPerSecond()).isEqualTo(12.5);
    }

    @Test
    void framesThatComeAllAtOnceTellNoRate() {
        frames(50, 0);
        assertThat(meter.framesPerSecond()).isNull();
    }

    private void frames(int count, long distance) {
        for (int i = 0; i < count; i++) {
            now += distance;
            meter.record(now);
        }
    }
}
