package io.github.camelvision.roboflow.webrtc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelvision.roboflow.webrtc.core.capture.FrameReader;
import io.github.camelvision.roboflow.webrtc.core.capture.Interruption;
import io.github.camelvision.roboflow.webrtc.core.capture.ffmpeg.FfmpegOpener;
import io.github.camelvision.roboflow.webrtc.core.capture.network.StreamInputs;
import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.media.ImageCodec;
import io.github.camelvision.roboflow.webrtc.core.media.Orientation;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.testing.FileSurgery;
import io.github.camelvision.roboflow.webrtc.testing.PaintedFrames;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.DefaultMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Photos as phones store them: turned, with a note of how to hold them; and what is told of images that cannot be read. */
class PhotoTest {

    @TempDir
    Path folder;
    private final DefaultCamelContext context = new DefaultCamelContext();

    @AfterEach
    void stop() {
        context.stop();
    }

    private Frame body(Object body) {
        DefaultMessage message = new DefaultMessage(new DefaultExchange(context));
        message.setBody(body);
        return FrameBody.of(message);
    }

    /** A lossless WebP of 48x32 whose luma and colours rise to the right and to the bottom. */
    private static final byte[] WEBP = Base64.getDecoder()
            .decode("UklGRmoBAABXRUJQVlA4TF0BAAAvL8AHAE0ABDHgv1lCRP9TLxSkbcDEv+0dDWrbtmFTGm2nGkjbJv5VbvuF9H8CKHhP0zQE8gOERpIcSZk73f"
                    + "wh95uxjYBh27aRKPee/Scuw7Ztw1DJ/v+4SzBw20jRwcBGI+XwEcOf3m9MLxQmFEqGkqh45C9f40higjiSMUnO39xYSRxBrGQcSc7/3GSRkwgA"
                    + "IABVAakQU4Cs3Xnf6EgJu5iQGy05m09BFSB/qQY2CeA6fa4E+oo1PNZoDjMpFmKeiYCUD15JaRHALgH916qNgA4rTwRJAZqDuQ7NWl4VIgXIOy"
                    + "k+le6JKkDKXJjLquxVA9JB5IagxQl7eV9kUa6A6SGggc3y8uZgNlp3SbpJoZ200ESwT5/EeayNyLyMWR57R5JF5UBaxkhTDSDdpNj9M7rSx6JC"
                    + "uohomsjFmNNGANtNcNJNymmaCQ7/x0zq6iI4naaZ4IHMxDQR/SUAAA==");

    private enum Format {
        JPEG, PNG, WEBP
    }

    private static byte[] stored(Format format) {
        Frame frame = PaintedFrames.paint(7, 320, 240);
        return switch (format) {
            case JPEG -> ImageCodec.encodeJpeg(frame, 95);
            case PNG -> ImageCodec.encodePng(frame);
            case WEBP -> WEBP;
        };
    }

    private static byte[] photo(Format format, int orientation, ByteOrder order) {
        byte[] stored = stored(format);
        return switch (format) {
            case JPEG -> FileSurgery.exif(stored, orientation, order);
            case PNG -> FileSurgery.pngExif(stored, orientation, order);
            case WEBP -> FileSurgery.webpExif(stored, 48, 32, orientation, order);
        };
    }

    @ParameterizedTest
    @EnumSource
    void everyOrientationIsUprightOnEveryPath(Format format) throws Exception {
        Frame plain = ImageCodec.decode(stored(format));
        for (int orientation = 1; orientation <= 8; orientation++) {
            Frame upright = Orientation.ofExif(orientation).applyTo(plain);
            for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
                byte[] photo = photo(format, orientation, order);
                File file = Files.write(folder.resolve("photo"), photo).toFile();
                String json = "{\"serialized_output_data\":{\"image\":{\"type\":\"base64\",\"value\":\""
                        + Base64.getEncoder().encodeToString(photo) + "\"}},\"video_metadata\":{\"frame_id\":1},\"errors\":[]}";
                InferenceResult result = InferenceResult.parse(json.getBytes(StandardCharsets.UTF_8));
                for (Frame shown : List.of(body(photo), body(new ByteArrayInputStream(photo)), body(ByteBuffer.wrap(photo)), body(file),
                        body(file.toPath()), result.image("image"))) {
                    assertThat(shown.width() + "x" + shown.height()).as("%s %d %s", format, orientation, order)
                            .isEqualTo(upright.width() + "x" + upright.height());
                    assertThat(Arrays.equals(shown.i420(), upright.i420())).as("pixels of %s %d %s", format, orientation, order).isTrue();
                }
            }
        }
    }

    /** As the worker reads an upload, and the client a file. */
    @ParameterizedTest
    @EnumSource
    void aFileWithOneImageIsUpright(Format format) throws Exception {
        Frame plain = asFile(format, stored(format));
        for (int orientation = 1; orientation <= 8; orientation++) {
            Frame shown = asFile(format, photo(format, orientation, ByteOrder.BIG_ENDIAN));
            Frame upright = Orientation.ofExif(orientation).applyTo(plain);
            assertThat(Arrays.equals(shown.i420(), upright.i420())).as("pixels of %s %d", format, orientation).isTrue();
        }
    }

    private Frame asFile(Format format, byte[] photo) throws Exception {
        Path file = Files.write(folder.resolve("photo." + format.name().toLowerCase(Locale.ROOT)), photo);
        try (FrameReader reader = new FfmpegOpener(StreamInputs.file(file.toString(), "The file")).open(new Interruption())) {
            return reader.read().frame();
        }
    }

    @ParameterizedTest
    @CsvSource({"JPEG, 12", "PNG, 41", "WEBP, 396"})
    void aDamagedNoteLeavesTheImageAsItIs(Format format, int begin) {
        byte[] photo = photo(format, 6, ByteOrder.LITTLE_ENDIAN);
        assertThat(photo[begin]).isEqualTo((byte) 'I');
        for (int at = begin; at < begin + 24; at++) {
            byte[] damaged = photo.clone();
            damaged[at] = (byte) 0xFF;
            assertThat(body(damaged).i420()).as("byte %d", at).hasSize(ImageCodec.decode(stored(format)).i420().length);
        }
    }

    @Test
    void theReasonIsToldFirst() throws Exception {
        byte[] jpeg = ImageCodec.encodeJpeg(PaintedFrames.paint(7, 320, 240), 95);
        Path cut = Files.write(folder.resolve("cut.jpg"), Arrays.copyOf(jpeg, jpeg.length / 2));
        assertThatThrownBy(() -> body(cut.toFile())).isInstanceOf(RoboflowWebrtcException.class)
                .hasMessageContaining("320x240").hasMessageContaining("cut off");
        assertThatThrownBy(() -> body("GIF89a-and-so-on".getBytes(StandardCharsets.US_ASCII))).isInstanceOf(RoboflowWebrtcException.class)
                .hasMessageContaining("JPEG, PNG, BMP or WebP");
        assertThatThrownBy(() -> body(new byte[0])).isInstanceOf(RoboflowWebrtcException.class).hasMessageContaining("empty");
        assertThatThrownBy(() -> body(new ByteArrayInputStream(new byte[0]))).hasMessageContaining("empty");
        assertThatThrownBy(() -> body(folder.resolve("none.jpg").toFile())).isInstanceOf(RoboflowWebrtcException.class)
                .hasMessageContaining("none.jpg").hasMessageContaining("it does not exist");
        assertThatThrownBy(() -> body(42)).hasMessageContaining("must be a frame or image").hasMessageContaining("Integer");
        assertThatThrownBy(() -> body(null)).hasMessageContaining("must be a frame or image").hasMessageContaining("empty");
    }
}
