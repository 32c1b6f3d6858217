package io.github.camelvision.roboflow.webrtc.core.worker.manager;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelvision.roboflow.webrtc.core.worker.request.WorkerRejectedException;
import io.github.camelvision.roboflow.webrtc.core.worker.request.WorkerRequest;
import io.github.camelvision.roboflow.webrtc.core.worker.request.WorkerRequestParser;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * Reads the payload of a new pipeline (docs/protocol.adoc#stream-manager-calls). What is wrong is an {@code invalid_payload} that names the
 * field. Pure.
 *
 * <p>Accepted and without effect, since a frame that is late here just comes late: {@code webrtc_peer_timeout},
 * {@code processing_timeout}, {@code max_consecutive_timeouts}, {@code min_consecutive_on_time}.
 */
final class PipelineRequestParser {

    private static final int DEFAULT_RESULTS = 64;
    private static final int MOST_RESULTS = 1024;
    private static final int DEFAULT_PROBE = 10;
    private static final int MOST_PROBE = 1000;
    private static final double MOST_SECONDS = 3.2e9;
    private static final List<String> IGNORED = List.of("webrtc_peer_timeout", "processing_timeout", "max_consecutive_timeouts",
            "min_consecutive_on_time");
    /** Stands for the offer of a pipeline that has no client to connect to. */
    private static final String NO_OFFER = "v=0";

    private PipelineRequestParser() {}

    /** A pipeline whose frames come from the client, by WebRTC. */
    static PipelineSettings webrtc(JsonNode payload) {
        ObjectNode request = common(payload);
        request.set("webrtc_offer", payload.path("webrtc_offer"));
        request.set("webrtc_realtime_processing", payload.path("webrtc_realtime_processing"));
        if (payload.path("webrtc_realtime_processing").isMissingNode()) {
            request.remove("webrtc_realtime_processing");
        }
        streamOutput(payload.path("stream_output"), request);
        dataOutput(payload.path("data_output"), request);
        turn(payload.path("webrtc_turn_config"), request);
        Double fps = positive(payload, "webcam_fps");
        if (fps != null) {
            request.put("declared_fps", fps);
        }
        IGNORED.forEach(field -> positive(payload, field));
        return settings(payload, request);
    }

    /** A pipeline whose frames the worker captures. */
    static PipelineSettings capture(JsonNode payload) {
        ObjectNode request = common(payload);
        request.putObject("webrtc_offer").put("type", "offer").put("sdp", NO_OFFER);
        request.putArray("stream_output");
        JsonNode reference = payload.path("video_configuration").path("video_reference");
        if (reference.isArray() && reference.size() == 1) {
            reference = reference.get(0);
        }
        String url = reference.isTextual() ? reference.textValue() : "";
        String scheme = url.substring(0, Math.max(0, url.indexOf("://"))).toLowerCase(Locale.ROOT);
        switch (scheme) {
            case "rtsp", "rtsps" -> request.put("rtsp_url", url);
            case "http", "https" -> request.put("mjpeg_url", url);
            default -> throw ManagerException.invalid("video_configuration.video_reference must be one URL of a camera that the worker "
                    + "can read: rtsp://, rtsps://, or http:// and https:// for MJPEG; files, devices and several sources are not served");
        }
        return settings(payload, request);
    }

    private static ObjectNode common(JsonNode payload) {
        JsonNode processing = payload.path("processing_configuration");
        if (!processing.isObject()) {
            throw ManagerException.invalid("processing_configuration is missing: it says the workflow to run");
        }
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        request.set("workflow_configuration", processing);
        if (payload.path("api_key").isTextual()) {
            request.set("api_key", payload.path("api_key"));
        }
        return request;
    }

    private static PipelineSettings settings(JsonNode payload, ObjectNode translated) {
        WorkerRequest request;
        try {
            request = WorkerRequestParser.parse(translated);
        } catch (WorkerRejectedException e) {
            throw ManagerException.invalid(e.getMessage());
        }
        Double timeout = positive(payload, "consumption_timeout");
        return new PipelineSettings(request,
                count(payload.path("sink_configuration"), "results_buffer_size", DEFAULT_RESULTS, MOST_RESULTS),
                count(payload, "fps_probe_frames", DEFAULT_PROBE, MOST_PROBE),
                positive(payload.path("video_configuration"), "max_fps"),
                timeout == null ? null : Duration.ofMillis(Math.round(Math.min(timeout, MOST_SECONDS) * 1000)));
    }

    /** Absent, null, or without a name in the first place: any image. An empty list: no video. Else the first name. */
    private static void streamOutput(JsonNode names, ObjectNode request) {
        if (names.isArray() && names.isEmpty()) {
            request.putArray("stream_output");
        } else {
            String first = first("stream_output", names);
            if (first == null) {
                request.putNull("stream_output");
            } else {
                request.putArray("stream_output").add(first);
            }
        }
    }

    private static void dataOutput(JsonNode names, ObjectNode request) {
        String first = first("data_output", names);
        if ("*".equals(first)) {
            throw ManagerException.invalid("data_output must name one output: the Stream Manager sends a single one");
        }
        if (first != null) {
            request.putArray("data_output").add(first);
        }
    }

    private static String first(String field, JsonNode names) {
        JsonNode first = names.isArray() && !names.isEmpty() ? names.get(0) : names;
        if (first.isTextual()) {
            return first.textValue().isBlank() ? null : first.textValue();
        }
        if (names.isArray() && names.isEmpty() || first.isNull() || first.isMissingNode()) {
            return null;
        }
        throw ManagerException.invalid(field + " must be a list of output names, of which the first is used");
    }

    private static void turn(JsonNode turn, ObjectNode request) {
        if (turn.isMissingNode() || turn.isNull()) {
            return;
        }
        String urls = turn.path("urls").asText("");
        if (!urls.matches("(?i)(stun|stuns|turn|turns):\\S{1,512}")) {
            throw ManagerException.invalid("webrtc_turn_config.urls must start with turn:, turns:, stun: or stuns:");
        }
        ObjectNode server = request.putObject("webrtc_config").putArray("iceServers").addObject().put("urls", urls);
        server.set("username", turn.path("username"));
        server.set("credential", turn.path("credential"));
    }

    private static int count(JsonNode root, String field, int byDefault, int most) {
        JsonNode value = root.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return byDefault;
        }
        if (!value.canConvertToInt() || !value.isIntegralNumber() || value.intValue() < 1) {
            throw ManagerException.invalid(field + " must be a whole number above 0");
        }
        return Math.min(value.intValue(), most);
    }

    private static Double positive(JsonNode root, String field) {
        JsonNode value = root.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isNumber() || !Double.isFinite(value.doubleValue()) || value.doubleValue() <= 0) {
            throw ManagerException.invalid(field + " must be a number above 0");
        }
        return value.doubleValue();
    }
}
