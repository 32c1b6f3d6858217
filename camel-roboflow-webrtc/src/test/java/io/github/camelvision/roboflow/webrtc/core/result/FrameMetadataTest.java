package io.github.camelvision.roboflow.webrtc.core.result;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameMetadataTest {

    private static FrameMetadata received(String at) {
        return new FrameMetadata(1, at, null, null, null, null, null, null);
    }

    private static FrameMetadata timed(Long pts, Double timeBase) {
        return new FrameMetadata(1, null, pts, timeBase, null, null, null, null);
    }

    @ParameterizedTest
    @CsvSource({
            "2026-11-21T00:29:02.791124,2026-11-21T00:29:02.791124",
            "2026-11-21T00:29:02,2026-11-21T00:29:02",
            "2026-11-21T02:29:02.5+02:00,2026-11-21T00:29:02.5",
            "2026-11-21T00:29:02Z,2026-11-21T00:29:02"})
    void readsTimesWithAndWithoutZone(String text, String expected) {
        assertThat(received(text).receivedAtTime()).contains(LocalDateTime.parse(expected));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "yesterday", "2026-13-40T00:00:00", "1700000000.5"})
    void unreadableTimesAreEmpty(String text) {
        assertThat(received(text).receivedAtTime()).isEmpty();
    }

    @Test
    void aRoundedTimeBaseOfTheRtpClockDoesNotShiftTicks() {
        assertThat(timed(324_000_000L, 1.1111e-05).rtpTicks()).isEqualTo(324_000_000L);
        assertThat(timed(46_620L, null).rtpTicks()).isEqualTo(46_620L);
    }

    @Test
    void otherTimeBasesAreConverted() {
        assertThat(timed(15_360L, 1.0 / 15_360).rtpTicks()).isEqualTo(90_000L);
        assertThat(timed(null, 1.0 / 15_360).rtpTicks()).isEqualTo(Frame.NO_PTS);
    }

    @Test
    void everyComponentIsAPropertyOfItsName() throws Exception {
        Properties.same(new FrameMetadata(3, "2026-11-21T00:29:02", 90L, 0.5, 30.0, 29.5, 64, 48, 2970L));
    }

    @Test
    void anotherTimeOnTheReturnedTrackChangesNothingElse() {
        FrameMetadata metadata = new FrameMetadata(3, "2026-11-21T00:29:02", 90L, 0.5, 30.0, 29.5, 64, 48);
        assertThat(metadata.withStreamPts(2970L))
                .isEqualTo(new FrameMetadata(3, "2026-11-21T00:29:02", 90L, 0.5, 30.0, 29.5, 64, 48, 2970L));
    }
}
