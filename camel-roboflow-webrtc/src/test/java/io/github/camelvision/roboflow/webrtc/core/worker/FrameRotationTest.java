package io.github.camelvision.roboflow.webrtc.core.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import org.junit.jupiter.api.Test;

class FrameRotationTest {

    /** Three columns, two rows: 1 2 3 / 4 5 6, with chroma of two columns and one row. */
    private static final Frame FRAME = Frame.ofI420(3, 2, new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, 5);

    @Test
    void aQuarterTurnPutsTheLeftColumnOnTop() {
        Frame turned = FrameRotation.rotate(FRAME, 90);
        assertThat(turned.width()).isEqualTo(2);
        assertThat(turned.i420()).containsExactly(4, 1, 5, 2, 6, 3, 7, 8, 9, 10);
        assertThat(turned.pts()).isEqualTo(5);
    }

    @Test
    void halfATurnReversesEverything() {
        assertThat(FrameRotation.rotate(FRAME, 180).i420()).containsExactly(6, 5, 4, 3, 2, 1, 8, 7, 10, 9);
    }

    @Test
    void threeQuartersAreOneBack() {
        assertThat(FrameRotation.rotate(FRAME, 270).i420()).containsExactly(3, 6, 2, 5, 1, 4, 8, 7, 10, 9);
        assertThat(FrameRotation.rotate(FrameRotation.rotate(FRAME, 90), 270).i420()).containsExactly(FRAME.i420());
    }
}
