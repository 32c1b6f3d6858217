package io.github.camelvision.roboflow.webrtc.core.rtc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import org.junit.jupiter.api.Test;

class FrameCopiesTest {

    /** 3 x 2: luma 0 1 2 / 3 4 5, chroma 2 x 1: 6 7 and 8 9. */
    private final Frame frame = Frame.ofI420(3, 2, new byte[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, 42);

    @Test
    void turnsClockwise() {
        assertRotated(90, 2, 3, 3, 0, 4, 1, 5, 2, 6, 7, 8, 9);
        assertRotated(180, 3, 2, 5, 4, 3, 2, 1, 0, 7, 6, 9, 8);
        assertRotated(270, 2, 3, 2, 5, 1, 4, 0, 3, 7, 6, 9, 8);
    }

    @Test
    void leavesAnUprightPictureAlone() {
        assertThat(FrameCopies.rotated(frame, 0)).isSameAs(frame);
    }

    private void assertRotated(int degrees, int width, int height, int... i420) {
        Frame rotated = FrameCopies.rotated(frame, degrees);
        assertThat(rotated.width()).isEqualTo(width);
        assertThat(rotated.height()).isEqualTo(height);
        assertThat(rotated.pts()).isEqualTo(42);
        byte[] expected = new byte[i420.length];
        for (int i = 0; i < i420.length; i++) {
            expected[i] = (byte) i420[i];
        }
        assertThat(rotated.i420()).isEqualTo(expected);
    }
}
