package io.github.camelvision.roboflow.webrtc.core.media;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelvision.roboflow.webrtc.core.error.ProtocolException;
import java.io.IOException;

/** How results are read: one parser configuration, its limits, and byte positions in the received message. */
final class Json {

    /** A base64 image of 20 MB and more still fits; the message as a whole is capped where it is reassembled. */
    static final int MAX_STRING = 64 * 1024 * 1024;

    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .streamReadConstraints(StreamReadConstraints.builder().maxStringLength(MAX_STRING).build())
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            // Python writes NaN and Infinity for floats that have no JSON form.
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            // The peer chooses the names: interned ones would stay for the JVM's life.
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();
    private static final ObjectMapper MAPPER = new ObjectMapper(FACTORY);

    private Json() {
    }

    static JsonParser parser(byte[] json, int from, int to) throws IOException {
        return FACTORY.createParser(json, from, to - from);
    }

    /** The tree of a part of a message. */
    static JsonNode tree(byte[] json, int from, int to) {
        try (JsonParser parser = parser(json, from, to)) {
            return MAPPER.readTree(parser);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** Offset of the current token's first byte, relative to the parser's start. */
    static int tokenStart(JsonParser parser) {
        return offset(parser.currentTokenLocation().getByteOffset());
    }

    /** Reads the current value to its end, with its children, and returns the offset after its last byte. */
    static int valueEnd(JsonParser parser) throws IOException {
        parser.skipChildren();
        parser.finishToken();
        return offset(parser.currentLocation().getByteOffset());
    }

    private static int offset(long offset) {
        if (offset < 0) {
            // Jackson detects UTF-16 and UTF-32 by itself, but the protocol is UTF-8 and only there are bytes countable.
            throw new ProtocolException("The result message is not UTF-8");
        }
        return (int) offset;
    }

    /** Only the first line of the parser's message: the rest repeats the position in its own terms. */
    static ProtocolException unreadable(IOException e) {
        String what = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        int line = what.indexOf('\n');
        return new ProtocolException("The result message is not valid JSON: " + (line < 0 ? what : what.substring(0, line)), e);
    }
}
