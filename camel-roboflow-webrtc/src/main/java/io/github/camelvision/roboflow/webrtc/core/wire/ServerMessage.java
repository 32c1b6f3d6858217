package io.github.camelvision.roboflow.webrtc.core.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.camelvision.roboflow.webrtc.core.result.FrameMetadata;
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

    /** A message whose outputs are to be written next: one JSON object in UTF-8, which is not checked. {@link #end} completes it. */
    public static MessageBuffer begin() {
        MessageBuffer message = new MessageBuffer();
        message.write(START);
        return message;
    }

    /** Bytes of the outputs that were written after {@link #begin}. */
    public static int outputsSize(MessageBuffer message) {
        return message.size() - START.length;
    }

    /** The whole message of a frame without outputs, or the last one of a session; parameters as in {@link #end}. */
    public static MessageBuffer withoutOutputs(FrameMetadata metadata, List<String> errors, boolean processingComplete,
            String terminationReason) {
        MessageBuffer message = begin();
        message.write(NULL);
        end(message, metadata, errors, processingComplete, terminationReason);
        return message;
    }

    /**
     * Writes what follows the outputs; not compressed.
     *
     * @param metadata null when there is none
     * @param errors texts, may be empty
     * @param processingComplete whether this is the last message of the session
     * @param terminationReason null when there is none
     */
    public static void end(MessageBuffer message, FrameMetadata metadata, List<String> errors, boolean processingComplete,
            String terminationReason) {
        int brace = message.size();
        try (JsonGenerator json = JSON.createGenerator(message)) {
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
        // without its opening brace it continues the object that was begun
        message.set(brace, ',');
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
