package io.github.camelvision.roboflow.webrtc.core.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.github.camelvision.roboflow.webrtc.core.error.ProtocolException;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How JSON is read and written: one parser configuration for results, its limits, and byte positions in the received message. */
public final class Json {

    /** A base64 image of 20 MB and more still fits; the message as a whole is capped where it is reassembled. */
    static final int MAX_STRING = 64 * 1024 * 1024;

    /**
     * Most tokens (names, values, brackets) of a tree. A few bytes of message become some 50 to 100 bytes of tree each, and little
     * compressed text many tokens: so the heap sets the limit, which leaves a tree at most about a fifth of it.
     */
    public static final long MAX_TOKENS = Math.max(100_000, Math.min(4_000_000, Runtime.getRuntime().maxMemory() / 512));

    /** Bytes of heap that a name or a value of a tree takes, about, besides its text. */
    private static final int NODE_BYTES = 64;

    /** Of requests and answers, which nest a few levels. */
    private static final int MAX_DEPTH = 200;

    private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};
    private static final JsonFactory FACTORY = factory(StreamReadConstraints.DEFAULT_MAX_TOKEN_COUNT);
    private static final ObjectMapper PLAIN = new ObjectMapper();
    private static final ObjectMapper MAPPER = new ObjectMapper(factory(MAX_TOKENS));
    /** NaN and infinities as Python writes them: what was received is passed on as it was. */
    private static final ObjectWriter WRITER = MAPPER.writer().without(JsonWriteFeature.WRITE_NAN_AS_STRINGS);

    private Json() {}

    private static JsonFactory factory(long maxTokens) {
        return new JsonFactoryBuilder()
                .streamReadConstraints(StreamReadConstraints.builder().maxStringLength(MAX_STRING).maxTokenCount(maxTokens).build())
                .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
                // Python writes NaN and Infinity for floats that have no JSON form.
                .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                // The peer chooses the names: interned ones would stay for the JVM's life.
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .build();
    }

    public static JsonParser parser(byte[] json, int from, int to) throws IOException {
        return FACTORY.createParser(json, from, to - from);
    }

    /** Jackson's own defaults, for what is written here and what users write. Shared: nobody configures it. */
    public static ObjectMapper plain() {
        return PLAIN;
    }

    /** For what a peer sends besides results: as {@link ObjectMapper} reads, with at most {@link #MAX_TOKENS} names and values a tree. */
    public static ObjectMapper counting() {
        return new ObjectMapper(new JsonFactoryBuilder()
                .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).maxTokenCount(MAX_TOKENS).build())
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .build());
    }

    /** The tree of a part of a message. */
    public static JsonNode tree(byte[] json, int from, int to) {
        try (JsonParser parser = MAPPER.createParser(json, from, to - from)) {
            return MAPPER.readTree(parser);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** Bytes of heap that the tree of a JSON text will take, about. Whatever the text is: its separators are counted. */
    public static long treeBytes(byte[] json) {
        long separators = 1;
        for (byte each : json) {
            if (each == ',' || each == ':' || each == '[' || each == '{') {
                separators++;
            }
        }
        return json.length + separators * NODE_BYTES;
    }

    /** Bytes of heap that a tree takes, about. */
    public static long treeBytes(JsonNode tree) {
        long bytes = NODE_BYTES + (tree.isTextual() ? tree.textValue().length() : 0);
        for (Iterator<String> names = tree.fieldNames(); names.hasNext();) {
            bytes += NODE_BYTES + names.next().length();
        }
        for (JsonNode each : tree) {
            bytes += treeBytes(each);
        }
        return bytes;
    }

    /** An object as plain Java: maps, lists, texts, numbers. */
    public static Map<String, Object> map(byte[] json) {
        try {
            return MAPPER.readValue(json, MAP);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** A node as plain Java: Map, List, String, Number, Boolean or null. */
    public static Object value(JsonNode node) {
        return node == null || node.isMissingNode() ? null : MAPPER.convertValue(node, Object.class);
    }

    /** The JSON of a tree. */
    public static byte[] bytes(JsonNode tree) {
        try {
            return WRITER.writeValueAsBytes(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree in memory was not written", e);
        }
    }

    /** A server's message about one frame. @param outputs null when the workflow failed */
    public static byte[] message(long frameId, Map<String, ?> outputs, List<String> errors) {
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("serialized_output_data", outputs);
        message.put("video_metadata", Map.of("frame_id", frameId));
        message.put("errors", errors);
        try {
            return WRITER.writeValueAsBytes(message);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The outputs cannot be written as JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** Writes JSON to a generator of any format. */
    static void copy(byte[] json, JsonGenerator generator) throws IOException {
        try (JsonParser parser = parser(json, 0, json.length)) {
            parser.nextToken();
            generator.copyCurrentStructure(parser);
        }
    }

    /** Offset of the current token's first byte, relative to the parser's start. */
    public static int tokenStart(JsonParser parser) {
        return offset(parser.currentTokenLocation().getByteOffset());
    }

    /** Reads the current value to its end, with its children, and returns the offset after its last byte. */
    public static int valueEnd(JsonParser parser) throws IOException {
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
    public static ProtocolException unreadable(IOException e) {
        String what = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        if (e instanceof StreamConstraintsException && what.startsWith("Token count")) {
            return new ProtocolException("The result has more than " + MAX_TOKENS + " names and values, too many to be read at once: take "
                    + "its bytes, ask for fewer outputs (dataOutput), or give the JVM more heap (1 for each 512 bytes of it, at most "
                    + "4,000,000)", e);
        }
        int line = what.indexOf('\n');
        return new ProtocolException("The result message is not valid JSON: " + (line < 0 ? what : what.substring(0, line)), e);
    }
}
