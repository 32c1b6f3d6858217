package io.github.camelvision.roboflow.webrtc.core.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelvision.roboflow.webrtc.core.capture.ffmpeg.FfmpegOpener;
import io.github.camelvision.roboflow.webrtc.core.capture.network.StreamInputs;
import io.github.camelvision.roboflow.webrtc.core.error.SourceException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of a few hundred bytes that declare gigabytes, and files that want to make FFmpeg read something else. */
class HostileFilesTest {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path CLEAR = Path.of("/proc/self/clear_refs");
    private static final long MOST_KIB = 150 * 1024;

    @TempDir
    private Path directory;

    @BeforeEach
    void loadFfmpegBefore() throws IOException {
        assertThatThrownBy(() -> open("GIF89a".getBytes(StandardCharsets.US_ASCII))).isInstanceOf(SourceException.class);
    }

    static Stream<Arguments> bombs() {
        return Stream.of(
                Arguments.of("APNG of 16000x15900, 16 bit", png(16_000, 15_900, 16, 6, 2)),
                Arguments.of("APNG of 8000x8000, 16 bit: few enough pixels, too many bytes", png(8000, 8000, 16, 6, 2)),
                Arguments.of("PNG of 30000x30000", png(30_000, 30_000, 8, 2, 0)),
                Arguments.of("GIF of 65000x65000", gif(65_000, 65_000)),
                Arguments.of("GIF of 8000x8000, four bytes a pixel", gif(8000, 8000)),
                Arguments.of("WebP of 16383x16383", webp(16_383, 16_383)),
                Arguments.of("TIFF of 30000x30000", tiff(30_000, 30_000)),
                Arguments.of("BMP of 60000x60000", bmp(60_000, 60_000)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bombs")
    void declaredSizesTakeNoMemory(String name, byte[] bomb) throws IOException {
        Assumptions.assumeTrue(Files.isWritable(CLEAR), "SKIPPED: needs Linux's peak of the memory in use");
        Files.writeString(CLEAR, "5");
        long before = kib("VmRSS");

        assertThatThrownBy(() -> open(bomb)).isInstanceOf(SourceException.class).hasMessageStartingWith("The file ");

        assertThat(kib("VmHWM") - before).as("KiB that %s took", name).isLessThan(MOST_KIB);
    }

    @ParameterizedTest
    @ValueSource(strings = {"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n",
            "ffconcat version 1.0\nfile /etc/passwd\n",
            "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\n"
                    + "c=IN IP4 127.0.0.1\nt=0 0\nm=video 5004 RTP/AVP 96\n",
            "<?xml version=\"1.0\"?><MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\"><Period></Period></MPD>", "concat:/etc/passwd",
            "\0\1\2\3"})
    void whatIsNoVideoIsNamedTogetherWithWhatIsKnown(String text) {
        assertThatThrownBy(() -> open(text.getBytes(StandardCharsets.UTF_8))).isInstanceOf(SourceException.class)
                .hasMessageContaining("Known are MP4, MOV").hasMessageContaining("DAV").hasMessageStartingWith("The file is of ");
    }

    @Test
    void anEmptyFileIsNamedAsEmpty() {
        assertThatThrownBy(() -> open(new byte[0])).isInstanceOf(SourceException.class).hasMessage("The file is empty");
    }

    private void open(byte[] content) throws IOException {
        Path file = Files.write(directory.resolve("upload"), content);
        try (FrameReader reader = new FfmpegOpener(StreamInputs.file(file.toString(), "The file")).open(new Interruption())) {
            DecodedFrame frame = reader.read();
            assertThat(frame).as("an image of what declares too much").isNull();
            throw new SourceException("The file has ended", false);
        }
    }

    private static long kib(String field) throws IOException {
        return Files.readAllLines(STATUS).stream().filter(line -> line.startsWith(field + ":")).findFirst()
                .map(line -> Long.parseLong(line.replaceAll("\\D", ""))).orElseThrow();
    }

    /** @param frames of an animation; 0: none */
    private static byte[] png(int width, int height, int depth, int colour, int frames) {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        png.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 26, '\n'});
        png.writeBytes(chunk("IHDR", ByteBuffer.allocate(13).putInt(width).putInt(height).put((byte) depth).put((byte) colour).array()));
        byte[] pixels = deflated();
        if (frames > 0) {
            png.writeBytes(chunk("acTL", ByteBuffer.allocate(8).putInt(frames).array()));
            png.writeBytes(chunk("fcTL", control(0, width, height)));
        }
        png.writeBytes(chunk("IDAT", pixels));
        for (int i = 1; i < frames; i++) {
            png.writeBytes(chunk("fcTL", control(2 * i - 1, width, height)));
            png.writeBytes(chunk("fdAT", ByteBuffer.allocate(4 + pixels.length).putInt(2 * i).put(pixels).array()));
        }
        png.writeBytes(chunk("IEND", new byte[0]));
        return png.toByteArray();
    }

    private static byte[] control(int sequence, int width, int height) {
        return ByteBuffer.allocate(26).putInt(sequence).putInt(width).putInt(height).putLong(0).putShort((short) 1).putShort((short) 10)
                .array();
    }

    private static byte[] deflated() {
        Deflater deflater = new Deflater();
        deflater.setInput(new byte[2000]);
        deflater.finish();
        byte[] bytes = new byte[200];
        int length = deflater.deflate(bytes);
        deflater.end();
        return java.util.Arrays.copyOf(bytes, length);
    }

    private static byte[] chunk(String type, byte[] data) {
        CRC32 crc = new CRC32();
        crc.update(type.getBytes(StandardCharsets.US_ASCII));
        crc.update(data);
        return ByteBuffer.allocate(12 + data.length).putInt(data.length).put(type.getBytes(StandardCharsets.US_ASCII)).put(data)
                .putInt((int) crc.getValue()).array();
    }

    private static byte[] gif(int width, int height) {
        ByteBuffer gif = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        gif.put("GIF89a".getBytes(StandardCharsets.US_ASCII)).putShort((short) width).putShort((short) height).put((byte) 0x80)
                .putShort((short) 0).put(new byte[6]).put((byte) ',').putInt(0).putShort((short) width).putShort((short) height)
                .put((byte) 0).put(new byte[] {2, 2, 0x44, 1, 0, ';'});
        return java.util.Arrays.copyOf(gif.array(), gif.position());
    }

    private static byte[] webp(int width, int height) {
        byte[] lossless = ByteBuffer.allocate(14).order(ByteOrder.LITTLE_ENDIAN).put((byte) 0x2F)
                .putInt(width - 1 | height - 1 << 14).put(new byte[] {(byte) 0x88, (byte) 0x88, 8}).array();
        return ByteBuffer.allocate(20 + lossless.length).order(ByteOrder.LITTLE_ENDIAN).put("RIFF".getBytes(StandardCharsets.US_ASCII))
                .putInt(12 + lossless.length).put("WEBPVP8L".getBytes(StandardCharsets.US_ASCII)).putInt(lossless.length).put(lossless)
                .array();
    }

    private static byte[] tiff(int width, int height) {
        int[][] tags = {{256, 4, width}, {257, 4, height}, {258, 3, 16}, {259, 3, 32_773}, {262, 3, 1}, {273, 4, 8}, {277, 3, 1},
                {278, 4, height}, {279, 4, 100}};
        ByteBuffer tiff = ByteBuffer.allocate(400).order(ByteOrder.LITTLE_ENDIAN).put("II*\0".getBytes(StandardCharsets.US_ASCII))
                .putInt(108).position(108).putShort((short) tags.length);
        for (int[] tag : tags) {
            tiff.putShort((short) tag[0]).putShort((short) tag[1]).putInt(1).putInt(tag[2]);
        }
        return tiff.array();
    }

    private static byte[] bmp(int width, int height) {
        return ByteBuffer.allocate(200).order(ByteOrder.LITTLE_ENDIAN).put("BM".getBytes(StandardCharsets.US_ASCII)).putInt(200).putInt(0)
                .putInt(54).putInt(40).putInt(width).putInt(height).putShort((short) 1).putShort((short) 32).array();
    }
}
