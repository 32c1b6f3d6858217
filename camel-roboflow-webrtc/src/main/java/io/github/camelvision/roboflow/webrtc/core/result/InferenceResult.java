package io.github.camelvision.roboflow.webrtc.core.result;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.camelvision.roboflow.webrtc.core.detection.Detections;
import io.github.camelvision.roboflow.webrtc.core.error.ProtocolException;
import io.github.camelvision.roboflow.webrtc.core.error.SourceException;
import io.github.camelvision.roboflow.webrtc.core.json.Json;
import io.github.camelvision.roboflow.webrtc.core.json.JsonBody;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.media.ImageCodec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One message of the server about one frame (docs/protocol.adoc#message): the received JSON bytes and views on them. The envelope is read
 * once, the payload ({@code serialized_output_data}) only as far as somebody asks, and bytes are handed on as they came, never
 * re-serialised.
 *
 * <p>Immutable and safe to share between threads. Arrays and trees are shared, not copied: do not write into them.
 */
public final class InferenceResult implements ResultProperties, JsonBody {

    private static final byte[] JSON_NULL = "null".getBytes(StandardCharsets.US_ASCII);

    private final byte[] message;
    private final Envelope envelope;
    private final String only;
    // Each lazy value is a function of the bytes: two threads at worst compute the same one twice.
    private volatile byte[] onlyBytes;
    private volatile Map<String, PayloadIndex.Field> index;
    private volatile JsonNode outputs;
    private volatile Detections detections;
    private final Map<String, JsonNode> fields;

    private InferenceResult(byte[] message, Envelope envelope, String only, Map<String, JsonNode> fields) {
        this.message = message;
        this.envelope = envelope;
        this.only = only;
        this.fields = fields;
    }

    /**
     * Reads a message, UTF-8 and already decompressed. The array belongs to the result from now on.
     *
     * @throws ProtocolException when it is not exactly one JSON object, or nests deeper than 1,000 levels
     */
    public static InferenceResult parse(byte[] json) {
        return new InferenceResult(json, Envelope.scan(json), null, new ConcurrentHashMap<>());
    }

    /** What a server would send for frame 1 with these outputs; see {@link #of(long, Map)}. */
    public static InferenceResult of(Map<String, ?> outputs) {
        return of(1, outputs);
    }

    /**
     * What a server would send for a frame with these outputs: for tests, and for stand-ins of a server.
     *
     * @param frameId counts from 1
     * @param outputs by name: {@link Detections}, a {@link Frame} (as JPEG), or anything that Jackson writes
     * @throws IllegalArgumentException when an output cannot be written as JSON
     */
    public static InferenceResult of(long frameId, Map<String, ?> outputs) {
        return parse(Json.message(frameId, outputs, List.of()));
    }

    /** What a server would send for a frame whose workflow failed, in the server's words. */
    public static InferenceResult ofErrors(long frameId, String... errors) {
        return parse(Json.message(frameId, null, List.of(errors)));
    }

    /** The bytes as received; those of one field for {@link #onlyField}. */
    @Override
    public byte[] json() {
        if (only == null) {
            return message;
        }
        byte[] bytes = onlyBytes;
        if (bytes == null) {
            bytes = fieldBytes(only);
            bytes = bytes == null ? JSON_NULL : bytes;
            onlyBytes = bytes;
        }
        return bytes;
    }

    /** Bytes of the message, those of {@link #onlyField} included. */
    public int size() {
        return message.length;
    }

    /** Which frame the result belongs to; null when the server did not say. */
    public FrameMetadata metadata() {
        return envelope.metadata();
    }

    /** Counts from 1; 0 without {@link #metadata()}. */
    public long frameId() {
        return metadata() == null ? 0 : metadata().frameId();
    }

    /** What went wrong with this frame, in the server's words; at most 1,000 of them, usually none. */
    public List<String> errors() {
        return envelope.errors();
    }

    /** True in the message that ends the session; its frame id is the last one plus 1. */
    public boolean processingComplete() {
        return envelope.processingComplete();
    }

    /** Why the server ended, such as {@code timeout_reached}; null when it did not say. */
    public String terminationReason() {
        return envelope.terminationReason();
    }

    /** Names of the payload's fields in the order of the message. */
    public List<String> fieldNames() {
        return List.copyOf(index().keySet());
    }

    /** Whether the payload has a field of this name. */
    public boolean hasField(String name) {
        return index().containsKey(name);
    }

    /** The received bytes of {@code serialized_output_data.<name>}, a copy; null when absent. */
    public byte[] fieldBytes(String name) {
        PayloadIndex.Field field = index().get(name);
        return field == null ? null : Arrays.copyOfRange(message, field.from(), field.to());
    }

    /** The received bytes of {@code serialized_output_data}, a copy; null when it is null or absent. */
    public byte[] outputBytes() {
        return envelope.payloadFrom() < 0 ? null : Arrays.copyOfRange(message, envelope.payloadFrom(), envelope.payloadTo());
    }

    /**
     * {@code serialized_output_data} as a tree, read at the first call; a {@link MissingNode} when it is null or absent.
     *
     * @throws ProtocolException when a text in it exceeds 64 MB
     */
    public JsonNode outputs() {
        JsonNode tree = outputs;
        if (tree == null) {
            tree = envelope.payloadFrom() < 0
                    ? MissingNode.getInstance()
                    : Json.tree(message, envelope.payloadFrom(), envelope.payloadTo());
            outputs = tree;
        }
        return tree;
    }

    /** One output as a tree, read without touching the others; a {@link MissingNode} when absent. */
    public JsonNode field(String name) {
        JsonNode all = outputs;
        if (all != null) {
            return all.path(name);
        }
        PayloadIndex.Field field = index().get(name);
        if (field == null) {
            return MissingNode.getInstance();
        }
        return fields.computeIfAbsent(name, key -> Json.tree(message, field.from(), field.to()));
    }

    /**
     * What {@link #json()} holds as plain Java (Map, List, String, Number, Boolean), not cached; a field of {@link #onlyField} that is no
     * object is the only entry of the map, under its name.
     */
    @Override
    public Map<String, Object> toMap() {
        if (only == null) {
            return Json.map(message);
        }
        JsonNode tree = field(only);
        return tree.isObject() ? Json.map(json()) : Collections.singletonMap(only, Json.value(tree));
    }

    /** What {@link #json()} holds, as a tree: the whole message, or the field of {@link #onlyField}. Not cached for whole messages. */
    @Override
    public JsonNode toJsonNode() {
        return only == null ? Json.tree(message, 0, message.length) : field(only);
    }

    /**
     * The same result seen through one output: {@link #json()} is that field's received bytes, or the JSON {@code null} when it is
     * absent; everything else stays as it is.
     */
    public InferenceResult onlyField(String name) {
        InferenceResult view = new InferenceResult(message, envelope, name, fields);
        view.index = index();
        view.outputs = outputs;
        return view;
    }

    /** What {@link #json()} is about: the output's name with {@link #onlyField}, else null. */
    public String fieldName() {
        return only;
    }

    /** Names of the outputs that are images: objects with {@code "type":"base64"} and a text {@code "value"}. */
    public List<String> imageFields() {
        return index().entrySet().stream().filter(entry -> entry.getValue().isImage()).map(Map.Entry::getKey).toList();
    }

    /**
     * Decodes an image among the outputs; its pts is that of {@link #metadata()}. Each call decodes anew.
     *
     * @return null when the field is absent or no image
     * @throws ProtocolException when the text is not base64
     * @throws SourceException when the image cannot be decoded, see {@link ImageCodec#decode}
     */
    public Frame image(String field) {
        PayloadIndex.Field entry = index().get(field);
        if (entry == null || !entry.isImage()) {
            return null;
        }
        Frame frame = ImageCodec.decode(base64(field, entry));
        return metadata() == null ? frame : frame.withPts(metadata().rtpTicks());
    }

    private byte[] base64(String name, PayloadIndex.Field field) {
        byte[] text = Arrays.copyOfRange(message, field.base64From(), field.base64To());
        for (byte character : text) {
            if (character == '\\') {
                // Rare: an encoder that escapes slashes. The parser undoes it.
                text = field(name).path("value").textValue().getBytes(StandardCharsets.UTF_8);
                break;
            }
        }
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new ProtocolException("Output '" + name + "' says it is a base64 image but is not base64: " + e.getMessage(), e);
        }
    }

    /**
     * The first output that has the shape of detections in any of its entries, which is what most workflows have one of; it is taken
     * also when it is empty, unless only its emptiness speaks for it. Empty when there is no such output. With {@link #onlyField} the
     * output of that name, and never another one.
     */
    public Detections detections() {
        Detections found = detections;
        if (found == null) {
            found = only != null ? detectionsIn(only) : Detections.among(() -> index().entrySet().stream()
                    .filter(entry -> !entry.getValue().isImage() && message[entry.getValue().from()] == '{')
                    .map(entry -> field(entry.getKey())).iterator());
            detections = found;
        }
        return found;
    }

    /** One output as detections; empty when it is absent or has another shape. No overload: {@code ${body.detections}} would take it. */
    public Detections detectionsIn(String field) {
        return Detections.of(field(field));
    }

    /**
     * An output that is a list of detections, one for each image cut out of the frame, in its order: an entry of another shape is
     * {@link Detections#none()}. Empty when the output is absent or no list.
     */
    public List<Detections> detectionsListIn(String field) {
        List<Detections> list = new ArrayList<>();
        JsonNode output = field(field);
        if (output.isArray()) {
            output.forEach(entry -> list.add(Detections.of(entry)));
        }
        return list;
    }

    /** The class that a classification model is surest of, {@code top} of the output; null when there is none. */
    public String topIn(String field) {
        JsonNode top = field(field).path("top");
        return top.isTextual() && !top.textValue().isEmpty() ? top.textValue() : null;
    }

    private Map<String, PayloadIndex.Field> index() {
        Map<String, PayloadIndex.Field> map = index;
        if (map == null) {
            map = PayloadIndex.scan(message, envelope.payloadFrom(), envelope.payloadTo());
            index = map;
        }
        return map;
    }

    /** Short on purpose: never the content. */
    @Override
    public String toString() {
        return "InferenceResult[frame=" + frameId() + ", bytes=" + message.length
                + ", outputBytes=" + (envelope.payloadFrom() < 0 ? 0 : envelope.payloadTo() - envelope.payloadFrom())
                + (only == null ? "" : ", field=" + only)
                + (errors().isEmpty() ? "" : ", errors=" + errors().size())
                + (processingComplete() ? ", complete" : "") + "]";
    }
}
