package io.github.camelvision.roboflow.webrtc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelvision.roboflow.webrtc.core.media.Detections;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.media.ImageCodec;
import io.github.camelvision.roboflow.webrtc.core.media.InferenceResult;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.Converter;
import org.apache.camel.Exchange;
import org.apache.camel.spi.TypeConverterRegistry;

/**
 * Body conversions: frames to and from encoded images, results to text, bytes, trees and the application's classes. A result's bytes
 * are the ones that were received.
 */
@Converter(generateLoader = true)
public final class RoboflowWebrtcConverters {

    /** Encoded frames are JPEG of this quality. */
    static final int JPEG_QUALITY = 90;

    private static final ObjectMapper JSON = new ObjectMapper();

    private RoboflowWebrtcConverters() {
    }

    /** JPEG. */
    @Converter
    public static byte[] frameToBytes(Frame frame) {
        return ImageCodec.encodeJpeg(frame, JPEG_QUALITY);
    }

    /** JPEG. */
    @Converter
    public static InputStream frameToInputStream(Frame frame) {
        return new ByteArrayInputStream(frameToBytes(frame));
    }

    @Converter
    public static BufferedImage frameToImage(Frame frame) {
        return ImageCodec.toBufferedImage(frame);
    }

    /** JPEG, PNG and whatever else FFmpeg reads as a still picture. */
    @Converter
    public static Frame bytesToFrame(byte[] image) {
        return ImageCodec.decode(image);
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
    public static byte[] resultToBytes(InferenceResult result) {
        return result.json();
    }

    @Converter
    public static String resultToString(InferenceResult result) {
        return new String(result.json(), StandardCharsets.UTF_8);
    }

    @Converter
    public static InputStream resultToInputStream(InferenceResult result) {
        return new ByteArrayInputStream(result.json());
    }

    @Converter
    public static JsonNode resultToJson(InferenceResult result) throws IOException {
        return JSON.readTree(result.json());
    }

    /** The detections that {@link InferenceResult#detections()} finds; empty ones when there are none. */
    @Converter
    public static Detections resultToDetections(InferenceResult result) {
        return result.detections();
    }

    /** What a worker's client, or a test, sends on: a message of the protocol as it stands in a file or on a topic. */
    @Converter
    public static InferenceResult bytesToResult(byte[] json) {
        return InferenceResult.parse(json);
    }

    @Converter
    public static InferenceResult stringToResult(String json) {
        return InferenceResult.parse(json.getBytes(StandardCharsets.UTF_8));
    }

    @Converter
    public static InferenceResult inputStreamToResult(InputStream json) throws IOException {
        return InferenceResult.parse(json.readAllBytes());
    }

    /** A class of the application's own, see {@link ResultBinding}; null, which lets Camel go on looking, for anything else. */
    @Converter(fallback = true)
    public static <T> T resultToObject(Class<T> type, Exchange exchange, Object value, TypeConverterRegistry registry) {
        return value instanceof InferenceResult result && ResultBinding.binds(type) ? ResultBinding.bind(result, type) : null;
    }

    @Converter
    @SuppressWarnings("unchecked")
    public static Map<String, Object> resultToMap(InferenceResult result) throws IOException {
        return JSON.readValue(result.json(), Map.class);
    }
}
