package io.github.camelvision.roboflow.webrtc.core.media;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.github.camelvision.roboflow.webrtc.testing.PaintedFrames;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FrameSerializerTest {

    private static final Frame FRAME = PaintedFrames.paint(7, 320, 240);

    private final ObjectMapper mapper = new ObjectMapper()
            .registerModule(new SimpleModule().addSerializer(Frame.class, new FrameSerializer()));

    private JsonNode written(ObjectWriter writer, Object value) throws JsonProcessingException {
        return mapper.readTree(writer.writeValueAsString(value));
    }

    @Test
    void aFrameIsAJpegInBase64() throws IOException {
        JsonNode image = written(mapper.writer(), Map.of("image", FRAME)).path("image");
        assertThat(image.fieldNames()).toIterable().containsExactly("type", "value", "video_metadata");
        assertThat(image.path("type").textValue()).isEqualTo("base64");
        assertThat(image.path("video_metadata").isNull()).isTrue();
        byte[] jpeg = image.path("value").binaryValue();
        assertThat(jpeg).isEqualTo(ImageCodec.encodeJpeg(FRAME, ImageCodec.JPEG_QUALITY));
        assertThat(PaintedFrames.read(ImageCodec.decode(jpeg))).isEqualTo(7);
    }

    @Test
    void theWriterSaysQualityAndMetadata() throws IOException {
        ObjectWriter writer = mapper.writer().withAttribute(FrameSerializer.JPEG_QUALITY, 20)
                .withAttribute(FrameSerializer.VIDEO_METADATA, Map.of("frame_id", 5));
        JsonNode image = written(writer, FRAME);
        assertThat(image.path("value").binaryValue()).isEqualTo(ImageCodec.encodeJpeg(FRAME, 20));
        assertThat(image.path("video_metadata").path("frame_id").intValue()).isEqualTo(5);
    }

    /** Whatever an application's mapper does with types. */
    @Test
    void itsFormHasNoTypeOfJava() throws IOException {
        mapper.activateDefaultTyping(mapper.getPolymorphicTypeValidator(), ObjectMapper.DefaultTyping.EVERYTHING);
        String json = mapper.writeValueAsString(FRAME);
        assertThat(new ObjectMapper().readTree(json).path("type").textValue()).isEqualTo("base64");
    }
}
