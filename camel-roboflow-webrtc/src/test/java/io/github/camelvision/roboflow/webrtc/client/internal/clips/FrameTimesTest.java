package io.github.camelvision.roboflow.webrtc.client.internal.clips;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameTimesTest {

    private static InferenceResult result(long frame, long ticks) {
        return InferenceResult.parse(("{\"serialized_output_data\": {}, \"video_metadata\": {\"frame_id\": " + frame + ", \"pts\": " + ticks
                + ", \"time_base\": " + 1 / 90_000.0 + "}}").getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void framesOfAFileAreAsFarApartAsInIt() {
        FrameTimes times = new FrameTimes(true);
        Instant first = times.returned("a", result(1, 0));
        assertThat(Duration.between(first, times.returned("a", result(2, 3_000)))).isEqualTo(Duration.ofNanos(33_333_333));
        assertThat(Duration.between(first, times.returned("a", result(3, 90_000)))).isEqualTo(Duration.ofSeconds(1));
        assertThat(times.passes()).isFalse();
    }

    @Test
    void aFileThatStartsAgainGoesOnLater() {
        FrameTimes times = new FrameTimes(true);
        List<Instant> all = new ArrayList<>();
        for (String connection : List.of("a", "b", "c")) {
            for (int frame = 1; frame <= 5; frame++) {
                all.add(times.returned(connection, result(frame, frame * 900_000L)));
            }
        }
        assertThat(all).isSorted().doesNotHaveDuplicates();
        assertThat(Duration.between(all.get(5), all.get(9))).isEqualTo(Duration.ofSeconds(40));
    }

    @Test
    void liveFramesAreNeverBeforeTheOneBefore() {
        FrameTimes times = new FrameTimes(false);
        Instant now = times.sent(times.now());
        Instant late = times.sent(now.minusSeconds(3));
        assertThat(late).isAfter(now).isBefore(now.plusMillis(1));
        assertThat(times.returned("a", null)).isAfter(late);
        assertThat(times.passes()).isTrue();
    }

    @Test
    void theTimesOfTheNewestResultsAreKnown() {
        FrameTimes times = new FrameTimes(false);
        Instant start = Instant.EPOCH;
        for (long frame = 0; frame <= 5_000; frame++) {
            times.remember(result(frame, 0), start.plusSeconds(frame));
        }
        assertThat(times.of(5_000)).isEqualTo(start.plusSeconds(5_000));
        assertThat(times.of(4_001)).isNotNull();
        assertThat(times.of(4_000)).isNull();
        assertThat(times.of(0)).isNull();
    }
}
