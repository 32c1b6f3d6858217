package io.github.camelvision.roboflow.webrtc.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaintedFramesTest {

    @ParameterizedTest
    @CsvSource({"640,480", "1280,720", "320,240", "160,120", "641,479", "64,48", "1920,1080", "480,640"})
    void everySizeCarriesItsNumber(int width, int height) {
        for (int number : new int[] {0, 1, 2, 255, 256, 300, 65_535, 0x123456, PaintedFrames.MAX_NUMBER}) {
            assertThat(PaintedFrames.read(PaintedFrames.paint(number, width, height))).isEqualTo(number);
        }
    }

    @Test
    void paintingIsDeterministicAndMoves() {
        Frame first = PaintedFrames.paint(7, 320, 240);
        assertThat(first.i420()).isEqualTo(PaintedFrames.paint(7, 320, 240).i420());
        assertThat(first.i420()).isNotEqualTo(PaintedFrames.paint(8, 320, 240).i420());
        assertThat(first.pts()).isEqualTo(21_000);
    }

    @Test
    void framesWithoutNumberReadAsMinusOne() {
        for (int luma : new int[] {0, 16, 128, 235, 255}) {
            byte[] flat = new byte[Frame.sizeOf(640, 480)];
            Arrays.fill(flat, (byte) luma);
            assertThat(PaintedFrames.read(Frame.ofI420(640, 480, flat, 0))).isEqualTo(-1);
        }
        byte[] noise = new byte[Frame.sizeOf(640, 480)];
        new Random(1).nextBytes(noise);
        assertThat(PaintedFrames.read(Frame.ofI420(640, 480, noise, 0))).isEqualTo(-1);
    }

    @Test
    void aMixOfTwoFramesIsNotTakenForEither() {
        byte[] mixed = PaintedFrames.paint(1_000, 640, 480).i420();
        byte[] other = PaintedFrames.paint(2_047, 640, 480).i420();
        System.arraycopy(other, 0, mixed, 0, 640 * 100);
        assertThat(PaintedFrames.read(Frame.ofI420(640, 480, mixed, 0))).isEqualTo(-1);
    }

    @Test
    void aFrameScaledToHalfIsStillRead() {
        Frame frame = PaintedFrames.paint(4_711, 640, 480);
        byte[] half = new byte[Frame.sizeOf(320, 240)];
        for (int y = 0; y < 240; y++) {
            for (int x = 0; x < 320; x++) {
                half[y * 320 + x] = frame.i420()[2 * y * 640 + 2 * x];
            }
        }
        assertThat(PaintedFrames.read(Frame.ofI420(320, 240, half, 0))).isEqualTo(4_711);
    }

    @Test
    void numbersOutOfRangeAreRefused() {
        assertThatThrownBy(() -> PaintedFrames.paint(-1, 64, 48)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PaintedFrames.paint(PaintedFrames.MAX_NUMBER + 1, 64, 48)).isInstanceOf(IllegalArgumentException.class);
    }
}
