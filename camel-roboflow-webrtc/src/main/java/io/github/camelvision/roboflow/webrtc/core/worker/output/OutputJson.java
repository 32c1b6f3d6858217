package io.github.camelvision.roboflow.webrtc.core.worker.output;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.util.JsonGeneratorDelegate;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import io.github.camelvision.roboflow.webrtc.core.media.FrameSerializer;
import io.github.camelvision.roboflow.webrtc.core.media.ImageCodec;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.temporal.TemporalAccessor;
import java.util.Map;

/**
 * Writes output values as JSON: images, wherever they are in a value, as {@code {"type":"base64","value":…,"video_metadata":{…}}};
 * results and detections as the JSON that they came as; NaN and infinities as null, since JSON has no form for them; times as ISO-8601
 * text. Thread-safe.
 */
public final class OutputJson {

    private static final int MAX_DEPTH = 500;

    private final JsonFactory factory;
    private final ObjectWriter writer;

    /** @param jpegQuality 1 to 100 */
    public OutputJson(int jpegQuality) {
        factory = new JsonFactoryBuilder()
                .streamWriteConstraints(StreamWriteConstraints.builder().maxNestingDepth(MAX_DEPTH).build()).build();
        ObjectMapper mapper = new ObjectMapper(factory);
        SimpleModule module = new SimpleModule();
        module.addSerializer(BufferedImage.class, new ImageSerializer(jpegQuality));
        module.addSerializer(TemporalAccessor.class, new ToStringSerializer(TemporalAccessor.class));
        mapper.registerModule(module);
        writer = mapper.writer().withAttribute(FrameSerializer.JPEG_QUALITY, jpegQuality);
    }

    /**
     * @param videoMetadata of the images in the value: {@link OutputImages#videoMetadata}
     * @param target gets UTF-8, incomplete when this fails; it is closed
     * @throws IOException when Jackson cannot write the value, or an image of it cannot be encoded
     */
    public void write(Object value, Map<String, Object> videoMetadata, OutputStream target) throws IOException {
        try (JsonGenerator generator = new FiniteNumbers(factory.createGenerator(target))) {
            writer.withAttribute(FrameSerializer.VIDEO_METADATA, videoMetadata).writeValue(generator, value);
        }
    }

    /** The same as bytes. */
    public byte[] write(Object value, Map<String, Object> videoMetadata) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        write(value, videoMetadata, bytes);
        return bytes.toByteArray();
    }

    private static final class ImageSerializer extends JsonSerializer<BufferedImage> {

        private final int jpegQuality;

        ImageSerializer(int jpegQuality) {
            this.jpegQuality = jpegQuality;
        }

        @Override
        public void serialize(BufferedImage image, JsonGenerator generator, SerializerProvider provider) throws IOException {
            FrameSerializer.write(ImageCodec.encodeJpeg(ImageCodec.fromBufferedImage(image), jpegQuality), generator, provider);
        }
    }

    private static final class FiniteNumbers extends JsonGeneratorDelegate {

        FiniteNumbers(JsonGenerator generator) {
            // false: objects are written through this generator too, not handed to the inner one
            super(generator, false);
        }

        @Override
        public void writeNumber(double value) throws IOException {
            if (Double.isFinite(value)) {
                super.writeNumber(value);
            } else {
                super.writeNull();
            }
        }

        @Override
        public void writeNumber(float value) throws IOException {
            if (Float.isFinite(value)) {
                super.writeNumber(value);
            } else {
                super.writeNull();
            }
        }

        @Override
        public void writeArray(double[] values, int offset, int length) throws IOException {
            writeStartArray(values, length);
            for (int i = offset; i < offset + length; i++) {
                writeNumber(values[i]);
            }
            writeEndArray();
        }
    }
}
