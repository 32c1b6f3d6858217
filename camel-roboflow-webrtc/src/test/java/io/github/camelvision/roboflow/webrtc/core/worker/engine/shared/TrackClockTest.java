package io.github.camelvision.roboflow.webrtc.core.worker.engine.shared;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import org.junit.jupiter.api.Test;

class TrackClockTest {

    private final TrackClock clock = new TrackClock();

    @Test
    void theFirstFrameIsZeroWhateverTheOffset() {
        assertThat(clock.pts(4_000_000_000L)).isZero();
        assertThat(clock.pts(4_000_003_000L)).isEqualTo(3000);
    }

    @Test
    void aFrameWithoutTimestampHasNoPts() {
        assertThat(clock.pts(Frame.NO_PTS)).isEqualTo(Frame.NO_PTS);
        assertThat(clock.pts(700_000)).isZero();
        assertThat(clock.pts(Frame.NO_PTS)).isEqualTo(Frame.NO_PTS);
        assertThat(clock.pts(703_000)).isEqualTo(3000);
    }
}
