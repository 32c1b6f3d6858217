package io.github.camelvision.roboflow.webrtc.core.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class OrientationTest {

    /** Three columns, two rows: 1 2 3 / 4 5 6, with chroma of two columns and one row. */
    private static final Frame FRAME = Frame.ofI420(3, 2, new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, 5);

    @ParameterizedTest
    @CsvSource({"1, 123456 78 9A", "2, 321654 87 A9", "3, 654321 87 A9", "4, 456123 78 9A",
            "5, 142536 78 9A", "6, 415263 78 9A", "7, 635241 87 A9", "8, 362514 87 A9"})
    void eachOfTheEightPutsThePixelsWhereTheyBelong(int exif, String expected) {
        Frame shown = Orientation.ofExif(exif).applyTo(FRAME);

        StringBuilder pixels = new StringBuilder();
        for (int i = 0; i < shown.i420().length; i++) {
            pixels.append(i == 6 || i == 8 ? " " : "").append(Integer.toHexString(shown.i420()[i]).toUpperCase());
        }
        assertThat(pixels).hasToString(expected);
        assertThat(shown.width()).isEqualTo(exif < 5 ? 3 : 2);
        assertThat(shown.height()).isEqualTo(exif < 5 ? 2 : 3);
        assertThat(shown.pts()).isEqualTo(5);
    }

    @ParameterizedTest
    @EnumSource(Orientation.class)
    void fourTurnsOfOddImagesLeadBack(Orientation orientation) {
        byte[] pixels = new byte[Frame.sizeOf(5, 7)];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) i;
        }
        Frame frame = Frame.ofI420(5, 7, pixels, 0);
        Frame turned = frame;
        for (int i = 0; i < 4; i++) {
            turned = orientation.applyTo(turned);
        }
        assertThat(turned.i420()).containsExactly(pixels);
    }

    @ParameterizedTest
    @CsvSource({"0, UPRIGHT", "90, CLOCKWISE", "180, HALF_TURN", "270, COUNTER_CLOCKWISE", "-90, COUNTER_CLOCKWISE", "360, UPRIGHT"})
    void turnsAreClockwise(int degrees, Orientation expected) {
        assertThat(Orientation.ofTurn(degrees)).isEqualTo(expected);
    }

    /** The matrices of QuickTime for the numbers of EXIF; x' = a x + c y, y' = b x + d y. */
    @ParameterizedTest
    @CsvSource({"1, 1, 0, 0, 1", "2, -1, 0, 0, 1", "3, -1, 0, 0, -1", "4, 1, 0, 0, -1",
            "5, 0, 1, 1, 0", "6, 0, 1, -1, 0", "7, 0, -1, -1, 0", "8, 0, -1, 1, 0"})
    void matricesAndExifAgree(int exif, int a, int b, int c, int d) {
        assertThat(Orientation.ofMatrix(a * 65536L, b * 65536L, c * 65536L, d * 65536L)).isEqualTo(Orientation.ofExif(exif));
    }

    @Test
    void whatIsNoneOfTheEightIsUprightOrRefused() {
        assertThat(Orientation.ofExif(0)).isEqualTo(Orientation.UPRIGHT);
        assertThat(Orientation.ofExif(9)).isEqualTo(Orientation.UPRIGHT);
        assertThat(Orientation.UPRIGHT.applyTo(FRAME)).isSameAs(FRAME);
        assertThatThrownBy(() -> Orientation.ofTurn(45)).hasMessageContaining("45");
    }
}
