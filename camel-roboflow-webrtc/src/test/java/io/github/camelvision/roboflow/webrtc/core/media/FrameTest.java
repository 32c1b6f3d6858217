package io.github.camelvision.roboflow.webrtc.core.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class FrameTest {

    @Test
    void aFrameHasASizeAndAsManyBytesAsThatTakes() {
        assertThat(Frame.ofI420(1, 1, new byte[3], 0).i420()).hasSize(3);
        assertThatThrownBy(() -> Frame.ofI420(0, 2, new byte[0], 0)).hasMessageContaining("0x2");
        assertThatThrownBy(() -> Frame.ofI420(2, 0, new byte[0], 0)).hasMessageContaining("2x0");
        assertThatThrownBy(() -> Frame.ofI420(2, 2, new byte[5], 0)).hasMessage("A 2x2 I420 frame has 6 bytes, not 5");
    }

    @Test
    void itsSizeAndTimeArePropertiesToo() {
        Frame frame = Frame.ofI420(2, 4, new byte[12], 9_000);
        assertThat(frame.getWidth()).isEqualTo(2);
        assertThat(frame.getHeight()).isEqualTo(4);
        assertThat(frame.getPts()).isEqualTo(9_000);
    }
}
