package io.github.camelvision.roboflow.webrtc.core.media.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelvision.roboflow.webrtc.core.error.SourceException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

public class ImageHeaderTest {

    private static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    public static byte[] png(int width, int height) {
        return ByteBuffer.allocate(33).put(hex("89504E470D0A1A0A 0000000D 49484452")).putInt(width).putInt(height).array();
    }

    @ParameterizedTest
    @CsvSource({
            "FFD8 FFE00004AAAA FFFF FFC4000299 FFC0000B08 01E0 0280 01, JPEG, 640, 480, 1",
            "FFD8 FFC2001108 0010 0011 03, JPEG, 17, 16, 3",
            "424D 000000000000000000000000 28000000 80020000 20FEFFFF, BMP, 640, 480, 0",
            "424D 000000000000000000000000 0C000000 8002 E001 0000, BMP, 640, 480, 0",
            "52494646 00000000 57454250 56503820 00000000 000000 9D012A 8042 E081, WEBP, 640, 480, 0",
            "52494646 00000000 57454250 5650384C 00000000 2F 7FC27700, WEBP, 640, 480, 0",
            "52494646 00000000 57454250 56503858 0A000000 10000000 7F0200 DF0100, WEBP, 640, 480, 0"})
    void readsTheSizeOfEachFormat(String file, ImageHeader.Format format, int width, int height, int components) {
        // A fill segment of two bytes length holds nothing: "FFC4 0002" is followed by the stray byte of the first row.
        byte[] bytes = hex(file.replace("FFC4000299", "FFC40002"));
        assertThat(ImageHeader.read(bytes)).isEqualTo(new ImageHeader(format, width, height, components));
    }

    @ParameterizedTest
    @CsvSource({"JPEG, 1, 24000", "JPEG, 3, 24000", "JPEG, 4, 32000", "PNG, 0, 64000", "BMP, 0, 24000", "WEBP, 0, 24000"})
    void memoryForItsPixelsIsKnownBeforehand(ImageHeader.Format format, int components, long bytes) {
        assertThat(new ImageHeader(format, 100, 80, components).bytes()).isEqualTo(bytes);
        assertThat(new ImageHeader(format, 8_000, 8_000, components).bytes()).isLessThanOrEqualTo(256_000_000);
    }

    @Test
    void oneRowOrColumnIsAnImageAndNoneIsNot() {
        assertThat(ImageHeader.read(png(1, 1)).height()).isEqualTo(1);
        assertThatThrownBy(() -> ImageHeader.read(png(0, 5))).hasMessageContaining("has no size: 0x5");
        assertThatThrownBy(() -> ImageHeader.read(png(5, 0))).hasMessageContaining("has no size: 5x0");
    }

    /** The shortest beginnings by which a format is known: what follows is missing, and that is said. */
    @ParameterizedTest
    @ValueSource(strings = {"FFD8FF", "89504E470D0A1A0A", "424D", "524946460000000057454250"})
    void aBeginningIsEnoughToKnowTheFormat(String beginning) {
        assertThatThrownBy(() -> ImageHeader.read(hex(beginning))).hasMessageContaining("ends within its header");
    }

    @Test
    void sixtyFourMegapixelsAreTheLimit() {
        assertThat(ImageHeader.read(png(8_000, 8_000)).width()).isEqualTo(8_000);
        assertThatThrownBy(() -> ImageHeader.read(png(8_001, 8_000))).isInstanceOf(SourceException.class)
                .hasMessageContaining("8001x8000").hasMessageContaining("64 megapixels");
        assertThatThrownBy(() -> ImageHeader.read(png(Integer.MAX_VALUE, Integer.MAX_VALUE))).isInstanceOf(SourceException.class);
        assertThatThrownBy(() -> ImageHeader.read(png(-1, 5))).isInstanceOf(SourceException.class);
    }

    @ParameterizedTest
    @CsvSource({"8, 6, true", "8, 2, true", "16, 0, true", "16, 2, false", "16, 4, true", "16, 6, false", "8, 3, true"})
    void theDepthOfPixelsCountsBeforeMemoryIsTaken(int depth, int type, boolean accepted) {
        byte[] file = ByteBuffer.wrap(png(8_000, 8_000)).put(24, (byte) depth).put(25, (byte) type).array();
        if (accepted) {
            assertThat(ImageHeader.read(file).width()).isEqualTo(8_000);
        } else {
            assertThatThrownBy(() -> ImageHeader.read(file)).isInstanceOf(SourceException.class).hasMessageContaining("8000x8000")
                    .hasMessageContaining("8 bits a colour");
        }
    }

    @Test
    void emptyAndDeepImagesAreRefusedByName() {
        assertThatThrownBy(() -> ImageHeader.read(new byte[0])).isInstanceOf(SourceException.class).hasMessageContaining("empty");
        assertThatThrownBy(() -> ImageHeader.read(hex("FFD8 FFC3001110 0010 0010 03"))).isInstanceOf(SourceException.class)
                .hasMessageContaining("16 bits a colour");
    }

    @Test
    void cmykAndAnimationsAreRefusedByName() {
        assertThatThrownBy(() -> ImageHeader.read(hex("FFD8 FFC0001408 0010 0010 04"))).isInstanceOf(SourceException.class)
                .hasMessageContaining("CMYK");
        assertThatThrownBy(() -> ImageHeader.read(hex("52494646 00000000 57454250 56503858 0A000000 02000000 7F0200 DF0100")))
                .isInstanceOf(SourceException.class).hasMessageContaining("animation");
    }

    @Property(tries = 2_000)
    void anyBytesAreReadOrRefused(@ForAll @Size(max = 64) byte[] tail) {
        byte[][] starts = {hex("FFD8FF"), hex("89504E470D0A1A0A"), hex("424D"), {},
                ByteBuffer.allocate(12).order(ByteOrder.BIG_ENDIAN).putInt(0x52494646).putInt(0).putInt(0x57454250).array()};
        for (byte[] start : starts) {
            byte[] file = ByteBuffer.allocate(start.length + tail.length).put(start).put(tail).array();
            try {
                assertThat(ImageHeader.read(file).width()).isPositive();
            } catch (SourceException e) {
                assertThat(e.retryable()).isFalse();
            }
        }
    }
}
