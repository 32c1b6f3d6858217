package io.github.camelvision.roboflow.webrtc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.DefaultMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Photos as phones store them: turned, with a note of how to hold them; and what is told of pictures that cannot be read. */
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
        return PictureBody.of(message);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void everyOrientationIsUprightOnEveryPath(int orientation) throws Exception {
        byte[] stored = ImageCodec.encodeJpeg(PaintedFrames.paint(7, 320, 240), 95);
        Frame plain = ImageCodec.decode(stored);
        Frame upright = Orientation.ofExif(orientation).applyTo(plain);
        for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
            byte[] photo = FileSurgery.exif(stored, orientation, order);
            File file = Files.write(folder.resolve("photo.jpg"), photo).toFile();
            String json = "{\"serialized_output_data\":{\"image\":{\"type\":\"base64\",\"value\":\""
                    + Base64.getEncoder().encodeToString(photo) + "\"}},\"video_metadata\":{\"frame_id\":1},\"errors\":[]}";
            InferenceResult result = InferenceResult.parse(json.getBytes(StandardCharsets.UTF_8));
            for (Frame shown : List.of(body(photo), body(new ByteArrayInputStream(photo)), body(ByteBuffer.wrap(photo)), body(file),
                    body(file.toPath()), result.image("image"))) {
                assertThat(shown.width() + "x" + shown.height()).isEqualTo(orientation < 5 ? "320x240" : "240x320");
                assertThat(shown.i420()).isEqualTo(upright.i420());
            }
        }
    }

    @Test
    void aDamagedNoteLeavesThePictureAsItIs() {
        byte[] photo = FileSurgery.exif(ImageCodec.encodeJpeg(PaintedFrames.paint(7, 320, 240), 95), 6, ByteOrder.LITTLE_ENDIAN);
        for (int at = 12; at < 36; at++) {
            byte[] damaged = photo.clone();
            damaged[at] = (byte) 0xFF;
            assertThat(body(damaged).i420()).as("byte %d", at).hasSize(320 * 240 * 3 / 2);
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
                .hasMessageContaining("none.jpg").hasMessageContaining("NoSuchFile");
        assertThatThrownBy(() -> body(42)).hasMessageContaining("must be a picture").hasMessageContaining("Integer");
        assertThatThrownBy(() -> body(null)).hasMessageContaining("must be a picture").hasMessageContaining("empty");
    }
}
