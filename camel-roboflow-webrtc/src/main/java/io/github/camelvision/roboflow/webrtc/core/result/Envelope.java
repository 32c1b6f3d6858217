package io.github.camelvision.roboflow.webrtc.core.result;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.camelvision.roboflow.webrtc.core.error.ProtocolException;
import io.github.camelvision.roboflow.webrtc.core.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The outer object of a result message, read in one token scan; of the payload only the position is noted.
 *
 * @param payloadFrom offset of serialized_output_data's first byte; -1 when it is null or absent
 * @param payloadTo offset after its last byte
 */
record Envelope(FrameMetadata metadata, List<String> errors, boolean processingComplete, String terminationReason,
        int payloadFrom, int payloadTo) {

    /** More errors than this say nothing new, and the peer decides how many come. */
    static final int MAX_ERRORS = 1_000;

    static Envelope scan(byte[] json) {
        try (JsonParser parser = Json.parser(json, 0, json.length)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new ProtocolException("A result message is a JSON object, not "
                        + (parser.currentToken() == null ? "empty" : parser.currentToken()));
            }
            Json.tokenStart(parser);
            Envelope envelope = scan(json, parser);
            if (parser.nextToken() != null) {
                throw new ProtocolException("The result message goes on after its JSON object");
            }
            return envelope;
        } catch (IOException e) {
            throw Json.unreadable(e);
        }
    }

    private static Envelope scan(byte[] json, JsonParser parser) throws IOException {
        FrameMetadata metadata = null;
        List<String> errors = List.of();
        boolean complete = false;
        String reason = null;
        int from = -1;
        int to = -1;
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            JsonToken value = parser.nextToken();
            switch (name) {
                case "serialized_output_data" -> {
                    from = value == JsonToken.VALUE_NULL ? -1 : Json.tokenStart(parser);
                    to = Json.valueEnd(parser);
                }
                case "video_metadata" -> metadata = value == JsonToken.VALUE_NULL ? null : metadata(parser);
                case "errors" -> errors = errors(json, parser);
                case "processing_complete" -> complete = value == JsonToken.VALUE_TRUE;
                case "termination_reason" -> reason = value == JsonToken.VALUE_NULL ? null : text(json, parser);
                default -> parser.skipChildren();
            }
        }
        return new Envelope(metadata, errors, complete, reason, from, to);
    }

    private static FrameMetadata metadata(JsonParser parser) throws IOException {
        if (!parser.isExpectedStartObjectToken()) {
            throw new ProtocolException("video_metadata is an object or null, not " + parser.currentToken());
        }
        Long frameId = null;
        String receivedAt = null;
        Long pts = null;
        Double timeBase = null;
        Double declaredFps = null;
        Double measuredFps = null;
        Long width = null;
        Long height = null;
        Long streamPts = null;
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            switch (name) {
                case "frame_id" -> frameId = integer(parser);
                case "received_at" -> receivedAt = parser.getValueAsString();
                case "pts" -> pts = integer(parser);
                case "time_base" -> timeBase = decimal(parser);
                case "declared_fps" -> declaredFps = decimal(parser);
                case "measured_fps" -> measuredFps = decimal(parser);
                case "width" -> width = integer(parser);
                case "height" -> height = integer(parser);
                case "stream_pts" -> streamPts = integer(parser);
                default -> {}
            }
            parser.skipChildren();
        }
        if (frameId == null) {
            throw new ProtocolException("video_metadata without a frame_id");
        }
        return new FrameMetadata(frameId, receivedAt, pts, timeBase, declaredFps, measuredFps, size(width), size(height), streamPts);
    }

    private static Long integer(JsonParser parser) throws IOException {
        return parser.currentToken().isNumeric() ? (Long) parser.getLongValue() : null;
    }

    private static Double decimal(JsonParser parser) throws IOException {
        if (!parser.currentToken().isNumeric()) {
            return null;
        }
        double value = parser.getDoubleValue();
        return Double.isFinite(value) ? (Double) value : null;
    }

    private static Integer size(Long pixels) {
        return pixels == null || pixels < 0 || pixels > Integer.MAX_VALUE ? null : (Integer) pixels.intValue();
    }

    private static List<String> errors(byte[] json, JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return List.of();
        }
        if (!parser.isExpectedStartArrayToken()) {
            return List.of(text(json, parser));
        }
        List<String> errors = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (errors.size() < MAX_ERRORS) {
                errors.add(text(json, parser));
            } else {
                parser.skipChildren();
            }
        }
        return List.copyOf(errors);
    }

    /** A string's text; of anything else its JSON. */
    private static String text(byte[] json, JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            return parser.getText();
        }
        int from = Json.tokenStart(parser);
        return new String(json, from, Json.valueEnd(parser) - from, StandardCharsets.UTF_8);
    }
}
