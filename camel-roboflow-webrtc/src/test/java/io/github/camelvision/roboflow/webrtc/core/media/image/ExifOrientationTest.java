package io.github.camelvision.roboflow.webrtc.core.media.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.testing.FileSurgery;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tag is found behind whatever else a file has before it, in both orders of bytes. Files without their pixels: headers are enough. */
class ExifOrientationTest {

    private static final List<ByteOrder> ORDERS = List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN);
    /** Start; a comment, 300 bytes long; a segment APP1 of another kind; the data's start. */
    private static final byte[] JPEG = joined(hex("FFD8"), hex("FFFE012C"), new byte[298], hex("FFE1000A"), ascii("http://x"),
            hex("FFDA0002"), new byte[20]);
    /** Signature, header, a text of 200 bytes, end. */
    private static final byte[] PNG = joined(hex("89504E470D0A1A0A0000000D49484452"), new byte[17], hex("000000C8"), ascii("tEXt"),
            new byte[204], hex("0000000049454E44AE426082"));
    /** A chunk of an odd length, which is followed by a byte that fills. */
    private static final byte[] WEBP = joined(ascii("RIFF"), hex("00000000"), ascii("WEBP"), ascii("VP8 "), hex("C7000000"), new byte[200]);

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] joined(byte[]... parts) {
        ByteBuffer all = ByteBuffer.allocate(Arrays.stream(parts).mapToInt(part -> part.length).sum());
        Arrays.stream(parts).forEach(all::put);
        return all.array();
    }

    private static int of(byte[] file) {
        return ExifOrientation.of(ByteBuffer.wrap(file));
    }

    /** With the segment at the end of the others. */
    private static byte[] jpeg(int orientation, ByteOrder order) {
        int data = JPEG.length - 24;
        byte[] first = FileSurgery.exif(hex("FFD8"), orientation, order);
        return joined(Arrays.copyOf(JPEG, data), Arrays.copyOfRange(first, 2, first.length), Arrays.copyOfRange(JPEG, data, JPEG.length));
    }

    /** With the chunk behind the text. */
    private static byte[] png(int orientation, ByteOrder order) {
        byte[] with = FileSurgery.pngExif(PNG, orientation, order);
        byte[] chunk = Arrays.copyOfRange(with, 33, 33 + with.length - PNG.length);
        int end = PNG.length - 12;
        return joined(Arrays.copyOf(PNG, end), chunk, Arrays.copyOfRange(PNG, end, PNG.length));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void theTagIsReadFromEachFormatInBothOrders(int orientation) {
        for (ByteOrder order : ORDERS) {
            assertThat(of(jpeg(orientation, order))).as("JPEG, %s", order).isEqualTo(orientation);
            assertThat(of(png(orientation, order))).as("PNG, %s", order).isEqualTo(orientation);
            assertThat(of(FileSurgery.webpExif(WEBP, 64, 48, orientation, order))).as("WebP, %s", order).isEqualTo(orientation);
        }
    }

    @Test
    void aWebpMayHaveThePrefixOfAJpeg() {
        byte[] plain = FileSurgery.webpExif(WEBP, 64, 48, 6, ByteOrder.BIG_ENDIAN);
        byte[] tiff = Arrays.copyOfRange(plain, plain.length - 26, plain.length);
        byte[] before = Arrays.copyOf(plain, plain.length - 30);
        assertThat(of(joined(before, hex("20000000"), ascii("Exif\0\0"), tiff))).isEqualTo(6);
    }

    @Test
    void otherTagsOfTheDirectoryArePassedOver() {
        byte[] jpeg = FileSurgery.exif(hex("FFD8FFDA"), 6, ByteOrder.BIG_ENDIAN);
        int entry = 2 + 4 + 6 + 10;
        byte[] two = joined(Arrays.copyOf(jpeg, entry - 2), hex("0002"), hex("010F000300000001"), hex("00030000"),
                Arrays.copyOfRange(jpeg, entry, jpeg.length));
        // the segment is twelve bytes longer
        two[5] += 12;
        assertThat(of(two)).isEqualTo(6);
    }

    @Test
    void filesWithoutTheTagAreUpright() {
        assertThat(List.of(of(JPEG), of(PNG), of(WEBP), of(ascii("BM............")), of(new byte[0]), of(hex("FFD8"))))
                .containsOnly(1);
        assertThat(of(FileSurgery.exif(hex("FFD8FFDA"), 0x0106, ByteOrder.BIG_ENDIAN))).isEqualTo(0x0106);
        byte[] otherTag = FileSurgery.exif(hex("FFD8FFDA"), 6, ByteOrder.BIG_ENDIAN);
        otherTag[2 + 4 + 6 + 11] = 0x13;
        assertThat(of(otherTag)).isEqualTo(1);
    }

    @Test
    void whatIsCutOffSaysNothing() {
        for (byte[] file : List.of(jpeg(6, ByteOrder.BIG_ENDIAN), png(6, ByteOrder.BIG_ENDIAN),
                FileSurgery.webpExif(WEBP, 64, 48, 6, ByteOrder.BIG_ENDIAN))) {
            for (int length = 0; length < file.length; length++) {
                assertThat(of(Arrays.copyOf(file, length))).isIn(1, 6);
            }
        }
    }

    /** A length beyond the file, also one that is negative as an int, ends the search. */
    @Test
    void lengthsThatAreNoneEndTheSearch() {
        byte[] png = png(6, ByteOrder.BIG_ENDIAN);
        ByteBuffer.wrap(png).putInt(33, -16);
        assertThat(of(png)).isEqualTo(1);
        byte[] webp = FileSurgery.webpExif(WEBP, 64, 48, 6, ByteOrder.BIG_ENDIAN);
        ByteBuffer.wrap(webp).putInt(34, -1);
        assertThat(of(webp)).isEqualTo(1);
    }
}
