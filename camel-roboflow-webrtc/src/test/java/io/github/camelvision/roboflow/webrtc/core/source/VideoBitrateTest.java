package io.github.camelvision.roboflow.webrtc.core.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class VideoBitrateTest {

    @Test
    void followsSizeAndRate() {
        VideoBitrate hd = VideoBitrate.AUTO.forSize(1280, 720, 30);
        assertThat(hd.min()).isBetween(4_000_000, 5_000_000);
        assertThat(hd.max()).isEqualTo(3 * hd.min());
        assertThat(VideoBitrate.AUTO.forSize(160, 120, 10)).isEqualTo(new VideoBitrate(500_000, 1_500_000));
    }

    @Test
    void keepsWhatTheUserSet() {
        assertThat(new VideoBitrate(1, 2).forSize(1280, 720, 30)).isEqualTo(new VideoBitrate(1, 2));
        assertThat(new VideoBitrate(0, 100_000).forSize(1280, 720, 30)).isEqualTo(new VideoBitrate(100_000, 100_000));
        assertThat(new VideoBitrate(90_000_000, 0).forSize(640, 480, 30)).isEqualTo(new VideoBitrate(90_000_000, 90_000_000));
    }

    @Test
    void hugeFramesDoNotOverflow() {
        VideoBitrate bounds = VideoBitrate.AUTO.forSize(100_000, 100_000, 1000);
        assertThat(bounds.min()).isPositive().isLessThanOrEqualTo(bounds.max());
    }

    @Test
    void refusesBoundsThatContradictByOptionName() {
        assertThatThrownBy(() -> new VideoBitrate(2, 1)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("videoMinBitrate").hasMessageContaining("videoMaxBitrate");
        assertThatThrownBy(() -> new VideoBitrate(-1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new VideoBitrate(0, -1)).isInstanceOf(IllegalArgumentException.class);
    }
}
