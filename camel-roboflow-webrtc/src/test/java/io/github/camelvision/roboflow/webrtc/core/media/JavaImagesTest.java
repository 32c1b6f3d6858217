package io.github.camelvision.roboflow.webrtc.core.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelvision.roboflow.webrtc.core.error.SourceException;
import io.github.camelvision.roboflow.webrtc.testing.FileSurgery;
import io.github.camelvision.roboflow.webrtc.testing.PaintedFrames;
import java.io.File;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The JDK's images are FFmpeg's, within rounding; and they are taken where FFmpeg is not there. */
class JavaImagesTest {

    private static void assertAlike(Frame actual, Frame expected, double difference) {
        assertThat(List.of(actual.width(), actual.height())).isEqualTo(List.of(expected.width(), expected.height()));
        long sum = 0;
        for (int i = 0; i < actual.i420().length; i++) {
            sum += Math.abs((actual.i420()[i] & 0xFF) - (expected.i420()[i] & 0xFF));
        }
        assertThat((double) sum / actual.i420().length).isLessThan(difference);
    }

    @Test
    void whatOneWritesTheOtherReads() {
        for (int[] size : new int[][] {{64, 48}, {63, 47}, {1, 1}, {640, 480}}) {
            Frame frame = coloured(size[0], size[1]);
            assertAlike(JavaImages.decode(ImageCodec.encodePng(frame)), ImageCodec.decode(ImageCodec.encodePng(frame)), 1);
            assertAlike(ImageCodec.decode(JavaImages.encodePng(frame)), JavaImages.decode(JavaImages.encodePng(frame)), 1);
            assertAlike(ImageCodec.decode(JavaImages.encodeJpeg(frame, 95)), JavaImages.decode(ImageCodec.encodeJpeg(frame, 95)), 3);
            assertThat(JavaImages.toPacked(frame, true)).hasSize(3 * size[0] * size[1]);
            assertAlike(JavaImages.fromPacked(size[0], size[1], ImageCodec.toRgb(frame), true, 5),
                    ImageCodec.fromRgb(size[0], size[1], ImageCodec.toRgb(frame), 5), 1);
        }
    }

    /** Colours that change slowly over the image. */
    private static Frame coloured(int width, int height) {
        byte[] rgb = new byte[width * height * 3];
        for (int y = 0, at = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                rgb[at++] = (byte) (255 * x / width);
                rgb[at++] = (byte) (255 * y / height);
                rgb[at++] = (byte) (255 * (width - x) / width);
            }
        }
        return ImageCodec.fromRgb(width, height, rgb, Frame.NO_PTS);
    }

    @Test
    void aPhotoIsTurnedAsItsOrientationSays() {
        byte[] jpeg = ImageCodec.encodeJpeg(PaintedFrames.paint(7, 320, 240), 95);
        for (int orientation = 1; orientation <= 8; orientation++) {
            byte[] photo = withOrientation(jpeg, orientation);
            assertAlike(JavaImages.decode(photo), ImageCodec.decode(photo), 2);
            byte[] png = FileSurgery.pngExif(JavaImages.encodePng(PaintedFrames.paint(7, 320, 240)), orientation, ByteOrder.BIG_ENDIAN);
            assertAlike(JavaImages.decode(png), ImageCodec.decode(png), 2);
        }
    }

    private static byte[] withOrientation(byte[] jpeg, int orientation) {
        byte[] exif = {(byte) 0xFF, (byte) 0xE1, 0, 34, 'E', 'x', 'i', 'f', 0, 0, 'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0,
                0, 1, 0, (byte) orientation, 0, 0, 0, 0, 0, 0};
        byte[] photo = new byte[jpeg.length + exif.length];
        System.arraycopy(jpeg, 0, photo, 0, 2);
        System.arraycopy(exif, 0, photo, 2, exif.length);
        System.arraycopy(jpeg, 2, photo, 2 + exif.length, jpeg.length - 2);
        return photo;
    }

    @Test
    void damagedImagesAreRefused() {
        byte[] jpeg = JavaImages.encodeJpeg(coloured(64, 48), 90);
        assertThatThrownBy(() -> JavaImages.decode(Arrays.copyOf(jpeg, 30))).isInstanceOf(SourceException.class);
        assertThatThrownBy(() -> JavaImages.decode(new byte[] {'G', 'I', 'F', '8', '9', 'a', 1, 0, 1, 0}))
                .hasMessageContaining("JPEG, PNG, BMP");
        byte[] png = JavaImages.encodePng(coloured(64, 48));
        assertThatThrownBy(() -> JavaImages.decode(Arrays.copyOf(png, 60))).isInstanceOf(SourceException.class);
    }

    @Test
    void withoutFfmpegsLibraryStillsAreConvertedAllTheSame() throws Exception {
        String withoutNatives = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.matches(".*(ffmpeg|javacpp|webrtc-java|opencv|openblas)-[^/]*-(linux|mac|win)[^/]*\\.jar"))
                .collect(Collectors.joining(File.pathSeparator));
        Path output = Files.createTempFile(Path.of("target"), "natives", ".out");
        Process process = new ProcessBuilder(System.getProperty("java.home") + "/bin/java", "-cp", withoutNatives, Main.class.getName())
                .redirectErrorStream(true).redirectOutput(output.toFile()).start();
        assertThat(process.waitFor(45, TimeUnit.SECONDS)).isTrue();
        assertThat(output).content().contains("JPEG 64x48 PNG 64x48", "WebP refused: FFmpeg's native library cannot be loaded");
    }

    /** Converts a still and prints its size. */
    public static final class Main {

        private Main() {}

        public static void main(String[] args) {
            Frame frame = coloured(64, 48);
            Frame jpeg = ImageCodec.decode(ImageCodec.encodeJpeg(frame, 90));
            Frame png = ImageCodec.decode(ImageCodec.encodePng(ImageCodec.fromBufferedImage(ImageCodec.toBufferedImage(frame))));
            System.out.println("JPEG " + jpeg.width() + "x" + jpeg.height() + " PNG " + png.width() + "x" + png.height());
            try {
                ImageCodec
                        .decode("RIFF....WEBPVP8 ....012345A\0A\0....................".getBytes(StandardCharsets.US_ASCII));
            } catch (RuntimeException e) {
                System.out.println("WebP refused: " + e.getMessage());
            }
        }
    }
}
