package io.github.camelvision.roboflow.webrtc.core.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.camelvision.roboflow.webrtc.core.error.ProtocolException;
import io.github.camelvision.roboflow.webrtc.core.error.SourceException;
import io.github.camelvision.roboflow.webrtc.core.media.image.ImageHeaderTest;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.testing.PaintedFrames;
import io.github.camelvision.roboflow.webrtc.testing.TestClassPath;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageCodecTest {

    private static final Color[] COLOURS = {Color.RED, Color.GREEN, Color.BLUE, Color.WHITE, Color.BLACK, Color.GRAY, Color.YELLOW,
            new Color(200, 30, 120)};
    /** WebP of 16x16 in (200, 90, 40): lossy, and lossless with an alpha channel. */
    private static final List<String> WEBP = List.of(
            "UklGRjgAAABXRUJQVlA4ICwAAADQAQCdASoQABAAAgA0JaACdLoB+AADsAD+3hJ/8guWF1yNf+ema8wf4WAAAA==",
            "UklGRh4AAABXRUJQVlA4TBEAAAAvD8ADAAdQrB4Xpf+BiOh/AAA=");

    private static double psnr(byte[] a, byte[] b) {
        assertThat(a).hasSameSizeAs(b);
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            double difference = (a[i] & 0xFF) - (b[i] & 0xFF);
            sum += difference * difference;
        }
        return 10 * Math.log10(255.0 * 255.0 * a.length / Math.max(sum, 1e-9));
    }

    /** Photo-like: soft gradients, some edges, a little noise, inside the colours that RGB has. */
    private static BufferedImage photo(int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        Random random = new Random(4);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int noise = random.nextInt(7) - 3;
                int edge = (x / 50 + y / 40) % 3 * 20;
                int red = (int) (110 + 50 * Math.sin(x / 70.0)) + edge + noise;
                int green = (int) (100 + 50 * Math.cos(y / 50.0)) + edge + noise;
                int blue = (int) (90 + 50 * Math.sin((x + y) / 90.0)) + edge + noise;
                image.setRGB(x, y, red << 16 | green << 8 | blue);
            }
        }
        return image;
    }

    private static byte[] imageIo(BufferedImage image, String format) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(ImageIO.write(image, format, out)).isTrue();
        return out.toByteArray();
    }

    private static BufferedImage flat(Color colour, int width, int height, int type) {
        BufferedImage image = new BufferedImage(width, height, type);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(colour);
        graphics.fillRect(0, 0, width, height);
        graphics.dispose();
        return image;
    }

    private static void assertColour(BufferedImage image, Color expected) {
        Color actual = new Color(image.getRGB(image.getWidth() / 2, image.getHeight() / 2));
        assertThat(actual.getRed()).isCloseTo(expected.getRed(), within(6));
        assertThat(actual.getGreen()).isCloseTo(expected.getGreen(), within(6));
        assertThat(actual.getBlue()).isCloseTo(expected.getBlue(), within(6));
    }

    @Test
    void aPhotoSurvivesJpegRoundTrips() {
        Frame frame = ImageCodec.fromBufferedImage(photo(640, 480));
        assertThat(psnr(frame.i420(), ImageCodec.decode(ImageCodec.encodeJpeg(frame, 80)).i420())).isGreaterThan(34);
        assertThat(psnr(frame.i420(), ImageCodec.decode(ImageCodec.encodeJpeg(frame, 100)).i420())).isGreaterThan(42);
        assertThat(psnr(frame.i420(), ImageCodec.decode(ImageCodec.encodePng(frame)).i420())).isGreaterThan(45);
        assertThat(psnr(frame.i420(), ImageCodec.fromBgr(640, 480, ImageCodec.toBgr(frame), 0).i420())).isGreaterThan(45);
    }

    @Test
    void lowerQualityIsSmaller() {
        Frame frame = PaintedFrames.paint(3, 640, 480);
        int[] sizes = IntStream.of(1, 30, 60, 80, 90, 100).map(quality -> ImageCodec.encodeJpeg(frame, quality).length).toArray();
        assertThat(sizes).isSorted().doesNotHaveDuplicates();
        assertThatThrownBy(() -> ImageCodec.encodeJpeg(frame, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ImageCodec.encodeJpeg(frame, 101)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void paintedNumbersSurviveJpegAtQualityThirty() {
        for (int number : new int[] {0, 1, 12_345, PaintedFrames.MAX_NUMBER}) {
            for (Frame frame : List.of(PaintedFrames.paint(number, 640, 480), PaintedFrames.paint(number, 320, 240))) {
                assertThat(PaintedFrames.read(ImageCodec.decode(ImageCodec.encodeJpeg(frame, 30)))).isEqualTo(number);
            }
        }
    }

    @Test
    void coloursStayWhatTheyAre() throws IOException {
        for (Color colour : COLOURS) {
            BufferedImage image = flat(colour, 64, 48, BufferedImage.TYPE_3BYTE_BGR);
            Frame frame = ImageCodec.fromBufferedImage(image);
            assertColour(ImageCodec.toBufferedImage(frame), colour);
            // Another codec's view of our files, and ours of its.
            assertColour(ImageIO.read(new ByteArrayInputStream(ImageCodec.encodeJpeg(frame, 90))), colour);
            assertColour(ImageIO.read(new ByteArrayInputStream(ImageCodec.encodePng(frame))), colour);
            for (String format : new String[] {"jpeg", "png", "bmp"}) {
                assertColour(ImageCodec.toBufferedImage(ImageCodec.decode(imageIo(image, format))), colour);
            }
            byte[] withAlpha = imageIo(flat(colour, 64, 48, BufferedImage.TYPE_INT_ARGB), "png");
            assertColour(ImageCodec.toBufferedImage(ImageCodec.decode(withAlpha)), colour);
        }
    }

    @Test
    void i420IsLimitedRangeBt601() {
        assertYuv(Color.WHITE, 235, 128, 128);
        assertYuv(Color.BLACK, 16, 128, 128);
        assertYuv(Color.RED, 82, 90, 240);
        assertYuv(Color.GREEN, 145, 54, 34);
        assertYuv(Color.BLUE, 41, 240, 110);
    }

    private static void assertYuv(Color colour, int y, int u, int v) {
        Frame frame = ImageCodec.fromBufferedImage(flat(colour, 32, 32, BufferedImage.TYPE_INT_RGB));
        assertThat(frame.i420()[0] & 0xFF).isCloseTo(y, within(1));
        assertThat(frame.i420()[frame.offsetU()] & 0xFF).isCloseTo(u, within(1));
        assertThat(frame.i420()[frame.offsetV()] & 0xFF).isCloseTo(v, within(1));
    }

    @Test
    void channelsAreInTheOrderTheirNamesSay() {
        Frame red = ImageCodec.fromRgb(2, 2, new byte[] {-1, 0, 0, -1, 0, 0, -1, 0, 0, -1, 0, 0}, 5);
        assertThat(red.pts()).isEqualTo(5);
        assertThat(ImageCodec.toRgb(red)[0] & 0xFF).isGreaterThan(248);
        assertThat(ImageCodec.toBgr(red)[2] & 0xFF).isGreaterThan(248);
        assertThatThrownBy(() -> ImageCodec.fromBgr(2, 2, new byte[11], 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"1,1", "3,5", "17,1", "1,17", "641,479", "33,64"})
    void oddSizesWork(int width, int height) throws IOException {
        BufferedImage image = flat(new Color(180, 90, 40), width, height, BufferedImage.TYPE_3BYTE_BGR);
        Frame frame = ImageCodec.fromBufferedImage(image);
        for (byte[] file : List.of(ImageCodec.encodeJpeg(frame, 95), ImageCodec.encodePng(frame), imageIo(image, "jpeg"),
                imageIo(image, "bmp"))) {
            Frame decoded = ImageCodec.decode(file);
            assertThat(decoded.width()).isEqualTo(width);
            assertThat(decoded.height()).isEqualTo(height);
            assertColour(ImageCodec.toBufferedImage(decoded), new Color(180, 90, 40));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_USHORT_GRAY, BufferedImage.TYPE_INT_RGB,
            BufferedImage.TYPE_4BYTE_ABGR, BufferedImage.TYPE_BYTE_INDEXED, BufferedImage.TYPE_BYTE_BINARY,
            BufferedImage.TYPE_USHORT_565_RGB})
    void everyKindOfBufferedImageIsRead(int type) throws IOException {
        BufferedImage image = new BufferedImage(40, 30, type);
        boolean grey = type == BufferedImage.TYPE_BYTE_GRAY || type == BufferedImage.TYPE_USHORT_GRAY;
        for (int y = 0; y < 30; y++) {
            for (int x = 0; x < 40; x++) {
                if (grey) {
                    image.getRaster().setSample(x, y, 0, type == BufferedImage.TYPE_BYTE_GRAY ? 100 : 100 << 8);
                } else {
                    image.setRGB(x, y, 0xFFFFFFFF);
                }
            }
        }
        Color expected = grey ? new Color(100, 100, 100) : Color.WHITE;
        assertColour(ImageCodec.toBufferedImage(ImageCodec.fromBufferedImage(image)), expected);
        assertColour(ImageCodec.toBufferedImage(ImageCodec.decode(imageIo(image, "png"))), expected);
    }

    @Test
    void subimagesAreReadFromTheirOwnCorner() {
        BufferedImage image = flat(Color.BLACK, 64, 64, BufferedImage.TYPE_3BYTE_BGR);
        image.getSubimage(32, 32, 32, 32).createGraphics().fillRect(0, 0, 32, 32);
        assertColour(ImageCodec.toBufferedImage(ImageCodec.fromBufferedImage(image.getSubimage(32, 32, 32, 32))), Color.WHITE);
    }

    @Test
    void greyJpegsAreRead() throws IOException {
        BufferedImage image = new BufferedImage(33, 21, BufferedImage.TYPE_BYTE_GRAY);
        Arrays.fill(((DataBufferByte) image.getRaster().getDataBuffer()).getData(), (byte) 77);
        assertColour(ImageCodec.toBufferedImage(ImageCodec.decode(imageIo(image, "jpeg"))), new Color(77, 77, 77));
    }

    @Test
    void webpIsRead() {
        for (String file : WEBP) {
            Frame frame = ImageCodec.decode(Base64.getDecoder().decode(file));
            assertThat(frame).hasToString("Frame[16x16]");
            assertColour(ImageCodec.toBufferedImage(frame), new Color(200, 90, 40));
        }
    }

    @Test
    void damagedFilesAreRefused() {
        byte[] jpeg = ImageCodec.encodeJpeg(PaintedFrames.paint(1, 320, 240), 80);
        byte[] png = ImageCodec.encodePng(PaintedFrames.paint(1, 320, 240));
        for (byte[] file : new byte[][] {{}, "no image at all".getBytes(StandardCharsets.US_ASCII), Arrays.copyOf(jpeg, jpeg.length / 2),
                Arrays.copyOf(jpeg, 30), Arrays.copyOf(png, png.length / 2), Arrays.copyOf(png, 20), ImageHeaderTest.png(100, 100)}) {
            assertThatThrownBy(() -> ImageCodec.decode(file)).isInstanceOfSatisfying(SourceException.class,
                    e -> assertThat(e.retryable()).isFalse());
        }
    }

    @Test
    void changedBytesNeverDoMoreThanRefuse() {
        Random random = new Random(9);
        Frame frame = PaintedFrames.paint(1, 160, 120);
        for (byte[] file : new byte[][] {ImageCodec.encodeJpeg(frame, 80), ImageCodec.encodePng(frame),
                Base64.getDecoder().decode(WEBP.get(0)), Base64.getDecoder().decode(WEBP.get(1))}) {
            for (int i = 0; i < 300; i++) {
                byte[] changed = file.clone();
                for (int n = 0; n <= i % 5; n++) {
                    changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
                }
                try {
                    assertThat(ImageCodec.decode(changed)).isNotNull();
                } catch (SourceException e) {
                    assertThat(e.retryable()).isFalse();
                }
            }
        }
    }

    @Test
    void resultsDecodeTheirImages() {
        Frame frame = PaintedFrames.paint(42, 320, 240);
        String base64 = Base64.getEncoder().encodeToString(ImageCodec.encodeJpeg(frame, 80));
        String message = "{\"serialized_output_data\":{\"a\":{\"type\":\"base64\",\"value\":\"" + base64 + "\",\"video_metadata\":null},"
                + "\"b\":{\"type\":\"base64\",\"value\":\"" + base64.replace("/", "\\/") + "\"},"
                + "\"c\":{\"type\":\"base64\",\"value\":\"*\"},\"d\":1},"
                + "\"video_metadata\":{\"frame_id\":1,\"pts\":3000,\"time_base\":1.1111e-05}}";
        InferenceResult result = InferenceResult.parse(message.getBytes(StandardCharsets.UTF_8));
        assertThat(result.imageFields()).containsExactly("a", "b", "c");
        for (String field : new String[] {"a", "b"}) {
            assertThat(PaintedFrames.read(result.image(field))).isEqualTo(42);
            assertThat(result.image(field).pts()).isEqualTo(3_000);
        }
        assertThatThrownBy(() -> result.image("c")).isInstanceOf(ProtocolException.class).hasMessageContaining("'c'");
        assertThat(result.image("d")).isNull();
        assertThat(result.image("none")).isNull();
    }

    @Test
    void manyThreadsMayConvertAtOnce() {
        IntStream.range(0, 64).parallel().forEach(number -> {
            Frame frame = PaintedFrames.paint(number, 320, 240);
            Frame decoded = ImageCodec.decode(ImageCodec.encodeJpeg(frame, 60));
            assertThat(PaintedFrames.read(ImageCodec.fromBgr(320, 240, ImageCodec.toBgr(decoded), 0))).isEqualTo(number);
        });
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void fiveThousandCallsKeepNoNativeMemory() throws Exception {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xms64m", "-Xmx64m",
                "-XX:+AlwaysPreTouch", "-cp", TestClassPath.get(),
                NativeMemoryCheck.class.getName()).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        long grown = output.lines().filter(line -> line.startsWith("grown=")).mapToLong(line -> Long.parseLong(line.substring(6)))
                .findFirst().orElseThrow();
        // One image, context or frame lost per round would be 20 to 150 MB; the JIT's own memory came to 12.5 MB on a busy machine.
        assertThat(grown).isLessThan(18_000);
    }
}
