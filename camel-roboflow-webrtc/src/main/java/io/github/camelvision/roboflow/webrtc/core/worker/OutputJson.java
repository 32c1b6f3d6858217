package io.github.camelvision.roboflow.webrtc.core.worker;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.util.JsonGeneratorDelegate;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.media.ImageCodec;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.temporal.TemporalAccessor;
import java.util.Map;

/**
 * Writes output values as JSON: images, wherever they are in a value, as {@code {"type":"base64","value":…,"video_metadata":{…}}};
 * NaN and infinities as null, since JSON has no form for them; times as ISO-8601 text. Thread-safe.
 */
public final class OutputJson {

    private static final int MAX_DEPTH = 500;
    private static final String VIDEO_METADATA = "video_metadata";

    private final JsonFactory factory;
    private final ObjectMapper mapper;

    /** @param jpegQuality 1 to 100 */
    public OutputJson(int jpegQuality) {
        factory = new JsonFactoryBuilder()
                .streamWriteConstraints(StreamWriteConstraints.builder().maxNestingDepth(MAX_DEPTH).build()).build();
        mapper = new ObjectMapper(factory);
        SimpleModule module = new SimpleModule();
        module.addSerializer(Frame.class, new ImageSerializer<>(frame -> ImageCodec.encodeJpeg(frame, jpegQuality)));
        module.addSerializer(BufferedImage.class,
                new ImageSerializer<>(image -> ImageCodec.encodeJpeg(ImageCodec.fromBufferedImage(image), jpegQuality)));
        module.addSerializer(TemporalAccessor.class, new ToStringSerializer(TemporalAccessor.class));
        mapper.registerModule(module);
    }

    /**
     * @param videoMetadata of the images in the value: {@link OutputImages#videoMetadata}
     * @throws IOException when Jackson cannot write the value, or an image of it cannot be encoded
     */
    public byte[] write(Object value, Map<String, Object> videoMetadata) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator generator = new FiniteNumbers(mapper.createGenerator(bytes))) {
            mapper.writer().withAttribute(VIDEO_METADATA, videoMetadata).writeValue(generator, value);
        }
        return bytes.toByteArray();
    }

    /** A generator for the object that {@link #write}'s values are put into. */
    JsonGenerator generator(ByteArrayOutputStream target) throws IOException {
        return factory.createGenerator(target);
    }

    private interface Encoder<T> {
        byte[] jpeg(T image) throws IOException;
    }

    private static final class ImageSerializer<T> extends JsonSerializer<T> {

        private final Encoder<T> encoder;

        ImageSerializer(Encoder<T> encoder) {
            this.encoder = encoder;
        }

        @Override
        public void serialize(T image, JsonGenerator generator, SerializerProvider provider) throws IOException {
            byte[] jpeg = encoder.jpeg(image);
            generator.writeStartObject();
            generator.writeStringField("type", "base64");
            generator.writeBinaryField("value", jpeg);
            provider.defaultSerializeField(VIDEO_METADATA, provider.getAttribute(VIDEO_METADATA), generator);
            generator.writeEndObject();
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
