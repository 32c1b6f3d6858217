package io.github.camelvision.roboflow.webrtc.core.worker.engine.shared;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import org.junit.jupiter.api.Test;

class TrackClockTest {

    private final TrackClock clock = new TrackClock();

    @Test
    void theFirstFrameIsZeroWhateverTheOffset() {
        assertThat(clock.pts(4_000_000_000L, 0)).isZero();
        assertThat(clock.pts(4_000_003_000L, 40)).isEqualTo(3000);
    }

    @Test
    void aFirstFrameWithoutTimestampIsPlacedByItsArrival() {
        assertThat(clock.pts(Frame.NO_PTS, 1000)).isZero();
        assertThat(clock.pts(700_000, 1033)).isEqualTo(33 * 90);
        assertThat(clock.pts(703_000, 1090)).isEqualTo(33 * 90 + 3000);
        assertThat(clock.pts(Frame.NO_PTS, 1100)).isEqualTo(Frame.NO_PTS);
    }
}
