package io.github.camelvision.roboflow.webrtc.transform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelvision.roboflow.webrtc.core.detection.Detection;
import io.github.camelvision.roboflow.webrtc.core.detection.Detections;
import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.json.Json;
import io.github.camelvision.roboflow.webrtc.core.json.JsonBody;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.media.ImageCodec;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.file.FileResults;
import io.github.camelvision.roboflow.webrtc.file.FileResultsStream;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.Serializable;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.camel.Converter;
import org.apache.camel.Exchange;
import org.apache.camel.spi.TypeConverterRegistry;

/**
 * Body conversions: frames to and from encoded images; results, detections and events to JSON as text, bytes, trees and the application's
 * classes. A result's bytes are the ones that were received. What a body cannot become is refused with the cure in the message, since
 * Camel would take its {@code toString} otherwise.
 */
@Converter(generateLoader = true)
public final class RoboflowWebrtcConverters {

    /** As large as the largest message of a server. */
    private static final int MOST_RESULT_BYTES = 64 << 20;
    private static final ObjectMapper JSON = Json.plain();

    private RoboflowWebrtcConverters() {}

    /** JPEG. */
    @Converter
    public static byte[] frameToBytes(Frame frame) {
        return ImageCodec.encodeJpeg(frame, ImageCodec.JPEG_QUALITY);
    }

    /** JPEG. */
    @Converter
    public static InputStream frameToInputStream(Frame frame) {
        return new ByteArrayInputStream(frameToBytes(frame));
    }

    /** JPEG. */
    @Converter
    public static ByteBuffer frameToByteBuffer(Frame frame) {
        return ByteBuffer.wrap(frameToBytes(frame));
    }

    @Converter
    public static BufferedImage frameToImage(Frame frame) {
        return ImageCodec.toBufferedImage(frame);
    }

    /** Roboflow's form of an image among data: {@code {"type":"base64","value":…}}. */
    @Converter
    public static JsonNode frameToJson(Frame frame) {
        return JSON.valueToTree(frame);
    }

    /** Roboflow's form of an image among data: {@code {"type":"base64","value":…}}. */
    @Converter
    @SuppressWarnings("unchecked")
    public static Map<String, Object> frameToMap(Frame frame) {
        return JSON.convertValue(frame, Map.class);
    }

    /** @throws RoboflowWebrtcException always: an image is no text */
    @Converter
    public static String frameToString(Frame frame) {
        throw NoText.of(frame);
    }

    /** One that fails when it is read: an image is no text. */
    @Converter
    public static Reader frameToReader(Frame frame) {
        return NoText.reader(frame);
    }

    /** JPEG, PNG and whatever else FFmpeg reads as a still image. */
    @Converter
    public static Frame bytesToFrame(byte[] image) {
        return ImageCodec.decode(image);
    }

    @Converter
    public static Frame byteBufferToFrame(ByteBuffer image) {
        return ImageCodec.decode(bytes(image));
    }

    @Converter
    public static Frame inputStreamToFrame(InputStream image) throws IOException {
        return ImageCodec.decode(image.readAllBytes());
    }

    @Converter
    public static Frame fileToFrame(File image) throws IOException {
        return ImageCodec.decode(Files.readAllBytes(image.toPath()));
    }

    @Converter
    public static Frame pathToFrame(Path image) throws IOException {
        return ImageCodec.decode(Files.readAllBytes(image));
    }

    @Converter
    public static Frame imageToFrame(BufferedImage image) {
        return ImageCodec.fromBufferedImage(image);
    }

    @Converter
    public static byte[] jsonBodyToBytes(JsonBody body) {
        return body.json();
    }

    @Converter
    public static String jsonBodyToString(JsonBody body) {
        return new String(body.json(), StandardCharsets.UTF_8);
    }

    @Converter
    public static InputStream jsonBodyToInputStream(JsonBody body) {
        return new ByteArrayInputStream(body.json());
    }

    @Converter
    public static Reader jsonBodyToReader(JsonBody body) {
        return new StringReader(jsonBodyToString(body));
    }

    @Converter
    public static ByteBuffer jsonBodyToByteBuffer(JsonBody body) {
        return ByteBuffer.wrap(body.json()).asReadOnlyBuffer();
    }

    @Converter
    public static JsonNode jsonBodyToJson(JsonBody body) {
        return body.toJsonNode();
    }

    @Converter
    public static Map<String, Object> jsonBodyToMap(JsonBody body) {
        return body.toMap();
    }

    /** One JSON array of all results, a result at a time while it is read. */
    @Converter
    public static InputStream fileResultsToInputStream(FileResults results) {
        return new FileResultsStream(results.iterator());
    }

    /** One JSON array of all results, a result at a time while it is read. */
    @Converter
    public static Reader fileResultsToReader(FileResults results) {
        return new InputStreamReader(fileResultsToInputStream(results), StandardCharsets.UTF_8);
    }

    /**
     * One JSON array of all results. Waits for the end of the file.
     *
     * @throws RoboflowWebrtcException when it becomes too large for memory
     */
    @Converter
    public static byte[] fileResultsToBytes(FileResults results) throws IOException {
        try (InputStream stream = fileResultsToInputStream(results)) {
            byte[] bytes = stream.readNBytes(MOST_RESULT_BYTES + 1);
            if (bytes.length > MOST_RESULT_BYTES) {
                throw new RoboflowWebrtcException(results + ": all results at once are more than " + MOST_RESULT_BYTES
                        + " bytes: send them one by one with split(body()).streaming()");
            }
            return bytes;
        }
    }

    /** One JSON array of all results. */
    @Converter
    public static ByteBuffer fileResultsToByteBuffer(FileResults results) throws IOException {
        return ByteBuffer.wrap(fileResultsToBytes(results));
    }

    /** @throws RoboflowWebrtcException always: logs and tracers would wait for the end of the file */
    @Converter
    public static String fileResultsToString(FileResults results) {
        throw NoText.of(results);
    }

    /** The detections that {@link InferenceResult#detections()} finds; empty ones when there are none. */
    @Converter
    public static Detections resultToDetections(InferenceResult result) {
        return result.detections();
    }

    /** A list of its own, which may be sorted. */
    @Converter
    public static List<Detection> detectionsToList(Detections detections) {
        return detections.getList();
    }

    /** What a worker's client, or a test, sends on: a message of the protocol as it stands in a file or on a topic. */
    @Converter
    public static InferenceResult bytesToResult(byte[] json) {
        return message(json);
    }

    @Converter
    public static InferenceResult stringToResult(String json) {
        return message(json.getBytes(StandardCharsets.UTF_8));
    }

    @Converter
    public static InferenceResult inputStreamToResult(InputStream json) throws IOException {
        return message(json.readAllBytes());
    }

    @Converter
    public static InferenceResult byteBufferToResult(ByteBuffer json) {
        return message(bytes(json));
    }

    /** Other JSON would be a result without anything in it, and nobody would notice. */
    private static InferenceResult message(byte[] json) {
        InferenceResult result = InferenceResult.parse(json);
        if (result.metadata() == null && result.outputBytes() == null && result.errors().isEmpty() && !result.processingComplete()) {
            throw new RoboflowWebrtcException("This JSON is no message of a server: it has none of serialized_output_data, video_metadata "
                    + "and errors. In a test make a result of outputs with InferenceResult.of(Map.of(\"predictions\", …))");
        }
        return result;
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    /**
     * A class of the application's own, see {@link ResultBinding}; what object messages and stores take, text or bytes, when exactly
     * {@link Serializable} is asked for; null, which lets Camel go on looking, for anything else.
     */
    @Converter(fallback = true)
    public static <T> T resultToObject(Class<T> type, Exchange exchange, Object value, TypeConverterRegistry registry) throws IOException {
        if (type == Serializable.class) {
            return type.cast(value instanceof JsonBody body ? jsonBodyToString(body)
                    : value instanceof Frame frame ? frameToBytes(frame)
                    : value instanceof FileResults results ? fileResultsToBytes(results) : null);
        }
        return value instanceof InferenceResult result && ResultBinding.binds(type) ? ResultBinding.bind(result, type) : null;
    }
}
