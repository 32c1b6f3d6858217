package io.github.camelvision.roboflow.webrtc.core.capture.network;

import static io.github.camelvision.roboflow.webrtc.core.capture.network.HttpCamera.ascii;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.core.media.ImageCodec;
import io.github.camelvision.roboflow.webrtc.testing.PaintedFrames;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams that are damaged, or made to cost time. */
class JpegScannerTest {

    private static final int MOST_BYTES = 16 * 1024 * 1024;

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] repeated(byte[] part, int bytes) {
        byte[] all = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            all[i] = part[i % part.length];
        }
        return all;
    }

    private static List<byte[]> images(byte[] stream) throws IOException {
        JpegScanner scanner = new JpegScanner(new ByteArrayInputStream(stream), MOST_BYTES);
        List<byte[]> images = new ArrayList<>();
        for (byte[] image = scanner.next(); image != null; image = scanner.next()) {
            images.add(image);
        }
        return images;
    }

    private static byte[] jpeg(int number) {
        return ImageCodec.encodeJpeg(PaintedFrames.paint(number, 320, 240), 80);
    }

    private static void assertImages(byte[] stream, int... numbers) throws IOException {
        List<byte[]> images = images(stream);
        assertThat(images.stream().mapToInt(image -> PaintedFrames.read(ImageCodec.decode(image))).toArray())
                .containsExactly(numbers);
    }

    /** Of a byte that is no marker, far behind starts that all lead to it: 9 MB took hours. */
    @ParameterizedTest
    @ValueSource(strings = {"ffd8ffe0ffff", "0affd8ffe0ffff", "0affd8ffd90affd8ffe0ffff"})
    @Timeout(value = 40, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void startsThatAllLeadToTheSameEndCostNoMoreThanTheyAreLong(String start) throws Exception {
        byte[] starts = repeated(HexFormat.of().parseHex(start), 1_000_000);
        byte[] way = repeated(HexFormat.of().parseHex("ff"), 8_000_000);
        byte[] stream = concat(starts, way, new byte[100], ascii("\r\n--cut\r\n\r\n"), jpeg(7));
        List<byte[]> images = images(stream);
        assertThat(PaintedFrames.read(ImageCodec.decode(images.get(images.size() - 1)))).isEqualTo(7);
    }

    @Test
    void manySmallImagesBeforeALargeOneAreNotMovedOneByOne() throws Exception {
        byte[] large = concat(HexFormat.of().parseHex("ffd8ffda0004000000"), new byte[8_000_000], HexFormat.of().parseHex("ffd9"));
        assertThat(images(concat(large, repeated(HexFormat.of().parseHex("ffd8ffd9"), 4_000_000), large))).hasSize(1_000_002);
    }

    @Test
    void theSmallImageWithinADamagedOneIsNoFrame() throws Exception {
        byte[] exif = concat(ascii("Exif\0\0"), new byte[40], jpeg(99));
        byte[] damaged = concat(HexFormat.of().parseHex("ffd8ffe1"), new byte[] {(byte) (exif.length + 2 >> 8), (byte) (exif.length + 2)},
                exif, ascii("no marker"));
        byte[] cut = ascii("\r\n--cut\r\n\r\n");
        assertImages(concat(cut, jpeg(1), cut, damaged, cut, jpeg(2), damaged, jpeg(3), cut), 1, 2, 3);
    }

    /** The length that it says leads into the next image, or beyond. */
    @ParameterizedTest
    @ValueSource(strings = {"ffd8ffe00200", "ffd8ffe0ffff", "ffd8ffe00000", "ffd8ff00"})
    void aFalseStartTakesNoImageAlong(String start) throws Exception {
        byte[] cut = ascii("\r\n--cut\r\n\r\n");
        byte[] damaged = HexFormat.of().parseHex(start);
        byte[] rest = new byte[70_000];
        assertImages(concat(jpeg(1), damaged, cut, jpeg(2), cut, damaged, ascii("\n\n"), jpeg(3), jpeg(4), rest), 1, 2, 3, 4);
    }
}
