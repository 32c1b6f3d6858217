package io.github.camelvision.roboflow.webrtc.worker.internal;

import io.github.camelvision.roboflow.webrtc.core.detection.Detections;
import io.github.camelvision.roboflow.webrtc.core.error.ProtocolException;
import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.json.JsonBody;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.core.worker.output.PartialOutputs;
import java.awt.image.BufferedImage;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.StreamCache;
import org.apache.camel.TypeConverter;

/** The outputs that a worker's route replied with, in any of the forms that a body may have. */
public final class RouteReply {

    private static final int MAX_QUOTED = 20;

    private RouteReply() {}

    /**
     * A Map is the outputs by name; an image is the output {@code image}, detections are {@code predictions}; another server's result
     * is its outputs and errors; text and bytes are the JSON of a Map or of such a result.
     *
     * @throws RoboflowWebrtcException when the body is none of these
     */
    @SuppressWarnings("unchecked")
    public static Map<String, Object> outputs(Exchange exchange) {
        Object body = exchange.getMessage().getBody();
        if (body == null) {
            return Map.of();
        }
        if (body instanceof Frame || body instanceof BufferedImage) {
            return Map.of("image", body);
        }
        if (body instanceof Detections) {
            return Map.of("predictions", body);
        }
        if (body instanceof InferenceResult result) {
            return outputs(result);
        }
        if (body instanceof Map<?, ?> map) {
            return (Map<String, Object>) map;
        }
        TypeConverter converter = exchange.getContext().getTypeConverter();
        if (isText(body)) {
            return outputs(converter.tryConvertTo(byte[].class, exchange, body), body);
        }
        Map<String, Object> outputs = converter.tryConvertTo(Map.class, exchange, body);
        if (outputs == null) {
            throw refused("not with " + body.getClass().getName());
        }
        return outputs;
    }

    private static boolean isText(Object body) {
        return body instanceof String || body instanceof byte[] || body instanceof InputStream || body instanceof Reader
                || body instanceof ByteBuffer || body instanceof StreamCache;
    }

    /** @param json null when the body was not readable */
    private static Map<String, Object> outputs(byte[] json, Object body) {
        String type = body.getClass().getSimpleName();
        if (json == null || json.length == 0) {
            throw refused("not with an empty " + type);
        }
        try {
            Map<String, Object> outputs = JsonBody.read(json);
            return outputs.containsKey("serialized_output_data") ? outputs(InferenceResult.parse(json)) : outputs;
        } catch (ProtocolException e) {
            String begin = new String(json, 0, Math.min(json.length, MAX_QUOTED), StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}", " ");
            throw new RoboflowWebrtcException(refused("not with a " + type + " that begins with '" + begin + "' and is no JSON object")
                    .getMessage(), e);
        }
    }

    private static Map<String, Object> outputs(InferenceResult result) {
        Map<String, Object> outputs = new LinkedHashMap<>();
        for (String name : result.fieldName() == null ? result.fieldNames() : List.of(result.fieldName())) {
            Frame image = result.image(name);
            outputs.put(name, image == null ? result.field(name) : image);
        }
        return result.errors().isEmpty() ? outputs : new PartialOutputs(outputs, result.errors());
    }

    private static RoboflowWebrtcException refused(String what) {
        return new RoboflowWebrtcException("The worker's route must reply with a Map of output name to value (JSON-able, Frame or "
                + "BufferedImage), a JSON object as text, bytes or unmarshalled, an image, or another server's InferenceResult, " + what);
    }
}
