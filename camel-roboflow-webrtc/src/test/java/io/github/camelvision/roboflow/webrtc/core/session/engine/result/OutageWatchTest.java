package io.github.camelvision.roboflow.webrtc.core.session.engine.result;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.core.error.TransportException;
import io.github.camelvision.roboflow.webrtc.core.session.status.Gap;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
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

    @Test
    void framesThatWereOnTheirWayWhenTheSourceBrokeDoNotSayThatItIsBack() {
        AtomicLong nanos = new AtomicLong(5_000_000_000L);
        OutageWatch watch = new OutageWatch(() -> Instant.EPOCH, nanos::get);
        watch.streams("first");
        assertThat(watch.sourceSends()).as("nothing was lost").isFalse();
        watch.sourceLost(new TransportException("unplugged"));
        assertThat(watch.open()).isTrue();
        nanos.addAndGet(500_000_000L);
        assertThat(watch.sourceSends()).isFalse();
        assertThat(watch.over()).as("still away").isNull();
        nanos.addAndGet(1);
        assertThat(watch.sourceSends()).isTrue();
        assertThat(watch.sourceSends()).as("told once").isFalse();
        assertThat(watch.over().reason()).isEqualTo("unplugged");
        assertThat(watch.open()).isFalse();
    }

    @Test
    void aGapIsOverWhenBothSourceAndConnectionAreBack() {
        AtomicLong nanos = new AtomicLong();
        OutageWatch watch = new OutageWatch(() -> Instant.EPOCH, nanos::get);
        watch.streams("first");
        watch.lost(new TransportException("gone"));
        watch.sourceLost(new TransportException("unplugged"));
        assertThat(watch.over()).isNull();
        nanos.addAndGet(1_000_000_000L);
        assertThat(watch.sourceSends()).isTrue();
        assertThat(watch.over()).as("no connection").isNull();
        watch.streams("second");
        assertThat(watch.over().reason()).isEqualTo("gone");
    }

    @Test
    void framesOfATrackTellWhenTheStreamWasSeenLast() {
        AtomicLong nanos = new AtomicLong();
        OutageWatch watch = new OutageWatch(() -> Instant.EPOCH, nanos::get);
        watch.streams("first");
        nanos.addAndGet(1_000_000_000L);
        watch.received();
        nanos.addAndGet(2_000_000_000L);
        watch.lost(new TransportException("gone"));
        watch.streams("second");
        assertThat(watch.over().duration()).isEqualTo(Duration.ofSeconds(2));
    }
}
