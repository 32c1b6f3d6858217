package io.github.camelvision.roboflow.webrtc.core.media;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameCropTest {

    private static final int LONGEST = 11;

    /** Each byte of a plane says where it is. */
    private static Frame frame(int width, int height) {
        byte[] i420 = new byte[Frame.sizeOf(width, height)];
        int at = plane(i420, 0, width, height, 0);
        at = plane(i420, at, (width + 1) / 2, (height + 1) / 2, 64);
        plane(i420, at, (width + 1) / 2, (height + 1) / 2, 128);
        return Frame.ofI420(width, height, i420, 9_000);
    }

    private static int plane(byte[] i420, int at, int width, int height, int first) {
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                i420[at + y * width + x] = (byte) (first + (first == 0 ? LONGEST + 1 : 8) * y + x);
            }
        }
        return at + width * height;
    }

    @ParameterizedTest
    @CsvSource({
            // size, box; what is left of it
            "10, 8,   2, 4, 6, 8,         2, 4, 4, 4",
            "10, 8,   3.9, 5.9, 6.1, 7.1,  2, 4, 5, 4",
            "10, 8,   -5, -5, 100, 100,   0, 0, 10, 8",
            "10, 8,   9.5, 7.5, 9.6, 7.6, 8, 6, 2, 2",
            "10, 8,   50, 50, 60, 60,     8, 6, 2, 2",
            "10, 8,   6, 6, 2, 2,         6, 6, 2, 2",
            "11, 9,   8, 6, 11, 9,        8, 6, 3, 3",
            "1, 1,    0, 0, 1, 1,         0, 0, 1, 1"})
    void whatIsInsideTheBoxIsLeftOnEvenPixels(int width, int height, double left, double top, double right, double bottom, int x, int y,
            int cropWidth, int cropHeight) {
        assertCrop(frame(width, height), FrameCrop.of(frame(width, height), left, top, right, bottom), x, y, cropWidth, cropHeight);
    }

    private static void assertCrop(Frame frame, Frame crop, int x, int y, int width, int height) {
        assertThat(crop.width()).isEqualTo(width);
        assertThat(crop.height()).isEqualTo(height);
        assertThat(crop.pts()).isEqualTo(9_000);
        int[] from =
                {0, frame.width() * frame.height(), frame.width() * frame.height() + (frame.width() + 1) / 2 * ((frame.height() + 1) / 2)};
        int at = 0;
        for (int plane = 0; plane < 3; plane++) {
            int part = plane == 0 ? 1 : 2;
            int stride = (frame.width() + part - 1) / part;
            for (int row = 0; row < (height + part - 1) / part; row++) {
                for (int column = 0; column < (width + part - 1) / part; column++) {
                    assertThat(crop.i420()[at++]).as("plane %d, row %d, column %d", plane, row, column)
                            .isEqualTo(frame.i420()[from[plane] + (y / part + row) * stride + x / part + column]);
                }
            }
        }
        assertThat(crop.i420()).hasSize(at);
    }

    @Property
    void anyBoxGivesAPartOfTheFrame(@ForAll @IntRange(min = 2, max = LONGEST) int width,
            @ForAll @IntRange(min = 2, max = LONGEST) int height,
            @ForAll @DoubleRange(min = -20, max = 20) double left, @ForAll @DoubleRange(min = -20, max = 20) double right) {
        Frame crop = FrameCrop.of(frame(width, height), left, left, right, right);
        assertThat(crop.width()).isBetween(2, width);
        assertThat(crop.height()).isBetween(2, height);
    }
}
