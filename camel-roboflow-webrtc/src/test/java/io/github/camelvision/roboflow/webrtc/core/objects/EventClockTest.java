package io.github.camelvision.roboflow.webrtc.core.objects;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.core.result.FrameMetadata;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** When something happened, by what is known of its frame. */
class EventClockTest {

    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

    private final EventClock live = new EventClock(TimeBasis.received);
    private final EventClock file = new EventClock(TimeBasis.frames);

    private static FrameMetadata frame(String receivedAt, Long ticks) {
        return new FrameMetadata(1, receivedAt, ticks, 1 / 90_000.0, null, null, 64, 48);
    }

    @Test
    void aLiveFrameWasSeenWhenTheServerTookItAndHowLongItTookToComeBackIsTheUncertainty() {
        assertThat(live.of("a", frame("2026-01-02T03:04:04.500000", 90_000L), START, null))
                .isEqualTo(new EventTime(START.minusMillis(500), EventTime.Source.received, 0.5));
        assertThat(live.of("a", frame("2026-01-02T03:04:07Z", null), START, null).uncertainty()).as("a clock ahead of ours").isEqualTo(2.0);
    }

    @Test
    void withoutAnyTimeItIsWhenTheResultCame() {
        EventTime arrived = new EventTime(START, EventTime.Source.arrived, null);
        assertThat(live.of("a", null, START, null)).isEqualTo(arrived);
        assertThat(live.of("a", frame("soon", null), START, null)).isEqualTo(arrived);
        assertThat(file.of("a", null, START, null)).isEqualTo(arrived);
    }

    @Test
    void aFileIsTimedByItsFramesFromTheArrivalOfEachConnectionsFirst() {
        assertThat(file.of("a", frame("2020-01-01T00:00:00", 45_000L), START, null))
                .isEqualTo(new EventTime(START, EventTime.Source.frames, null));
        assertThat(file.of("a", frame(null, 225_000L), START.plusMillis(10), null).at()).isEqualTo(START.plusSeconds(2));
        assertThat(file.of("b", frame(null, 90_000L), START.plusSeconds(60), null).at()).isEqualTo(START.plusSeconds(60));
        assertThat(file.of("b", frame(null, 135_000L), START.plusSeconds(60), null).at()).isEqualTo(START.plusMillis(60_500));
    }

    /** Whatever the server's clock says: it may be another one. */
    @Test
    void aFrameThatWasCapturedHereWasSeenThen() {
        EventClock here = new EventClock(TimeBasis.captured);
        EventTime captured = new EventTime(START.minusMillis(80), EventTime.Source.captured, 0.0);
        assertThat(here.of("a", frame("2026-01-02T03:05:05Z", 90_000L), START, null))
                .isEqualTo(new EventTime(START, EventTime.Source.arrived, null));
        assertThat(here.of("a", frame("2026-01-02T03:05:05Z", 90_000L), START, START.minusMillis(80))).isEqualTo(captured);
        assertThat(live.of("a", frame("2026-01-02T03:05:05Z", 90_000L), START, START.minusMillis(80))).isEqualTo(captured);
        assertThat(here.now(START.plusSeconds(1))).isEqualTo(START.plusMillis(920));
    }

    @Test
    void betweenResultsTheTimeGoesOnFromTheLastOne() {
        assertThat(file.now(START)).isNull();
        file.of(null, frame(null, 0L), START, null);
        file.of(null, frame(null, 900_000L), START.plusSeconds(1), null);
        assertThat(file.now(START.plusSeconds(4))).isEqualTo(START.plusSeconds(13));
    }
}
