package io.github.camelvision.roboflow.webrtc.core.media;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import java.io.IOException;

/** An image among data, as Roboflow writes it: {@code {"type":"base64","value":…,"video_metadata":…}} with a JPEG. */
public final class FrameSerializer extends JsonSerializer<Frame> {

    /** Attribute of a writer, see {@link com.fasterxml.jackson.databind.ObjectWriter#withAttribute}: the JPEG's quality, 1 to 100. */
    public static final String JPEG_QUALITY = FrameSerializer.class.getName() + ".quality";
    /** Attribute of a writer: what to write as the image's {@code video_metadata}; null unless set. */
    public static final String VIDEO_METADATA = "video_metadata";

    @Override
    public void serialize(Frame frame, JsonGenerator generator, SerializerProvider provider) throws IOException {
        Object quality = provider.getAttribute(JPEG_QUALITY);
        write(ImageCodec.encodeJpeg(frame, quality instanceof Integer number ? number : ImageCodec.JPEG_QUALITY),
                generator, provider);
    }

    /** Without a type: the form is Roboflow's. */
    @Override
    public void serializeWithType(Frame frame, JsonGenerator generator, SerializerProvider provider, TypeSerializer type)
            throws IOException {
        serialize(frame, generator, provider);
    }

    /** Writes the object for one encoded image. */
    public static void write(byte[] jpeg, JsonGenerator generator, SerializerProvider provider) throws IOException {
        generator.writeStartObject();
        generator.writeStringField("type", "base64");
        generator.writeBinaryField("value", jpeg);
        provider.defaultSerializeField(VIDEO_METADATA, provider.getAttribute(VIDEO_METADATA), generator);
        generator.writeEndObject();
    }
}
