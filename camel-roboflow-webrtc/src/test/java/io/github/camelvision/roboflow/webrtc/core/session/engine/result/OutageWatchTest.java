package io.github.camelvision.roboflow.webrtc.core.session.engine.result;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.core.error.TransportException;
import io.github.camelvision.roboflow.webrtc.core.session.Gap;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How long a gap was, on machines whose clock is set in the middle of it. */
class OutageWatchTest {

    @ParameterizedTest
    @ValueSource(ints = {-86_400, -5, 0, 86_400})
    void aClockThatIsSetDoesNotChangeTheLengthOfAGap(int seconds) {
        AtomicReference<Instant> clock = new AtomicReference<>(Instant.parse("2026-03-29T01:00:00Z"));
        AtomicLong nanos = new AtomicLong();
        OutageWatch watch = new OutageWatch(clock::get, nanos::get);
        nanos.addAndGet(1_000_000_000L);
        watch.streams("first");
        watch.received(7);
        nanos.addAndGet(3_000_000_000L);
        watch.lost(new TransportException("gone"));
        clock.updateAndGet(time -> time.plusSeconds(seconds));
        watch.streams("second");
        Gap gap = watch.over();
        assertThat(gap.to()).isEqualTo(clock.get());
        assertThat(gap.duration()).isEqualTo(Duration.ofSeconds(3));
        assertThat(gap.sessionId()).isEqualTo("first");
        assertThat(gap.lastFrameId()).isEqualTo(7);
        assertThat(watch.over()).isNull();
    }
}
