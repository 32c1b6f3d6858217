package io.github.camelvision.roboflow.webrtc.core.draw;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.core.draw.MaskedAreas.Corner;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskedAreasTest {

    private static final List<Corner> BOX = List.of(new Corner(0.25, 0.5), new Corner(0.75, 0.5), new Corner(0.75, 1), new Corner(0.25, 1));

    private static Frame noise(int width, int height) {
        byte[] i420 = new byte[Frame.sizeOf(width, height)];
        new Random(7).nextBytes(i420);
        return Frame.ofI420(width, height, i420, 42);
    }

    @ParameterizedTest
    @CsvSource({"64, 48", "65, 49", "68, 50"})
    void whatIsInsideIsBlackAndTheRestAsItWas(int width, int height) {
        Frame frame = noise(width, height);
        byte[] before = frame.i420().clone();
        Frame hidden = new MaskedAreas(List.of(BOX), true, false).apply(frame);
        assertThat(frame.i420()).isEqualTo(before);
        assertThat(hidden.pts()).isEqualTo(42);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                boolean inside = x + 0.5 > 0.25 * width && x + 0.5 < 0.75 * width && y + 0.5 >= 0.5 * height;
                assertThat(hidden.i420()[y * width + x]).isEqualTo(inside ? (byte) 16 : before[y * width + x]);
                int chroma = y / 2 * frame.chromaWidth() + x / 2;
                if (inside) {
                    assertThat(hidden.i420()[frame.offsetU() + chroma]).isEqualTo((byte) 128);
                    assertThat(hidden.i420()[frame.offsetV() + chroma]).isEqualTo((byte) 128);
                }
            }
        }
        assertThat(hidden.i420()[frame.offsetU()]).isEqualTo(before[frame.offsetU()]);
    }

    @Test
    void pixelsAndPartsOfTheFrameAreTheSame() {
        List<Corner> pixels = BOX.stream().map(corner -> new Corner(corner.x() * 64, corner.y() * 48)).toList();
        assertThat(new MaskedAreas(List.of(pixels), false, false).apply(noise(64, 48)).i420())
                .isEqualTo(new MaskedAreas(List.of(BOX), true, false).apply(noise(64, 48)).i420());
    }

    @Test
    void aPolygonIsHiddenAndFramesOfAnotherSizeToo() {
        MaskedAreas triangle = new MaskedAreas(List.of(List.of(new Corner(0, 0), new Corner(1, 0), new Corner(0, 1))), true, false);
        for (int side : List.of(64, 32, 64)) {
            byte[] hidden = triangle.apply(noise(side, side)).i420();
            byte[] before = noise(side, side).i420();
            assertThat(hidden[0]).isEqualTo((byte) 16);
            assertThat(hidden[side * (side - 1) - 1]).isEqualTo(before[side * (side - 1) - 1]);
        }
    }

    @Test
    void blurredAreasAreCoarseBlocksOfTheirOwnColours() {
        Frame frame = noise(64, 64);
        byte[] hidden = new MaskedAreas(List.of(BOX), true, true).apply(frame).i420();
        // blocks of 4 x 4
        int sum = 0;
        for (int y = 40; y < 44; y++) {
            for (int x = 20; x < 24; x++) {
                sum += frame.i420()[y * 64 + x] & 0xFF;
                assertThat(hidden[y * 64 + x]).isEqualTo(hidden[40 * 64 + 20]);
            }
        }
        assertThat(hidden[40 * 64 + 20] & 0xFF).isEqualTo(sum / 16);
        assertThat(hidden[0]).isEqualTo(frame.i420()[0]);
    }
}
