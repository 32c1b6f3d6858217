package io.github.camelvision.roboflow.webrtc.core.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.camelvision.roboflow.webrtc.core.result.FrameMetadata;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The JSON that a server sends for each frame (docs/protocol.adoc#message). Every key is always there, null where nothing is known, as the
 * Python server does it; only {@code stream_pts}, which that one does not know, is absent then. The client's half is InferenceResult.
 */
public final class ServerMessage {

    private static final JsonFactory JSON = new JsonFactory();
    private static final byte[] START = "{\"serialized_output_data\":".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

    private ServerMessage() {}

    /**
     * @param metadata null when there is none
     * @param outputsJson JSON object of the outputs in UTF-8, inserted as it is and not checked; null when there is none
     * @param errors texts, may be empty
     * @param processingComplete whether this is the last message of the session
     * @param terminationReason null when there is none
     * @return JSON in UTF-8, without chunk header and not compressed
     */
    public static byte[] encode(FrameMetadata metadata, byte[] outputsJson, List<String> errors, boolean processingComplete,
            String terminationReason) {
        byte[] outputs = outputsJson == null ? NULL : outputsJson;
        ByteArrayOutputStream out = new ByteArrayOutputStream(START.length + outputs.length + 384);
        out.writeBytes(START);
        out.writeBytes(outputs);
        byte[] rest = rest(metadata, errors, processingComplete, terminationReason);
        out.write(',');
        // Without its opening brace it continues the object that was begun above.
        out.write(rest, 1, rest.length - 1);
        return out.toByteArray();
    }

    private static byte[] rest(FrameMetadata metadata, List<String> errors, boolean processingComplete, String terminationReason) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(384);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeFieldName("video_metadata");
            writeMetadata(json, metadata);
            json.writeArrayFieldStart("errors");
            for (String error : errors) {
                json.writeString(error);
            }
            json.writeEndArray();
            json.writeBooleanField("processing_complete", processingComplete);
            json.writeStringField("termination_reason", terminationReason);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void writeMetadata(JsonGenerator json, FrameMetadata metadata) throws IOException {
        if (metadata == null) {
            json.writeNull();
            return;
        }
        json.writeStartObject();
        json.writeNumberField("frame_id", metadata.frameId());
        json.writeStringField("received_at", metadata.receivedAt());
        writeInteger(json, "pts", metadata.pts());
        writeDouble(json, "time_base", metadata.timeBase());
        writeDouble(json, "declared_fps", metadata.declaredFps());
        writeDouble(json, "measured_fps", metadata.measuredFps());
        writeInteger(json, "width", metadata.width());
        writeInteger(json, "height", metadata.height());
        if (metadata.streamPts() != null) {
            json.writeNumberField("stream_pts", metadata.streamPts());
        }
        json.writeEndObject();
    }

    private static void writeInteger(JsonGenerator json, String field, Number value) throws IOException {
        if (value == null) {
            json.writeNullField(field);
        } else {
            json.writeNumberField(field, value.longValue());
        }
    }

    private static void writeDouble(JsonGenerator json, String field, Double value) throws IOException {
        // JSON has no NaN and no infinity.
        if (value == null || !Double.isFinite(value)) {
            json.writeNullField(field);
        } else {
            json.writeNumberField(field, value);
        }
    }
}
