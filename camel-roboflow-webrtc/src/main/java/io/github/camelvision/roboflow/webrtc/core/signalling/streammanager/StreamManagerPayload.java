package io.github.camelvision.roboflow.webrtc.core.signalling.streammanager;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelvision.roboflow.webrtc.core.rtc.IceConfig;
import io.github.camelvision.roboflow.webrtc.core.signalling.InitRequest;
import io.github.camelvision.roboflow.webrtc.core.signalling.SignallingJson;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The Stream Manager's form of a session request (docs/protocol.adoc#stream-manager-calls). */
final class StreamManagerPayload {

    // What a source may add: the others need the server to capture or to take uploads, which the older API does not.
    private static final Set<String> SOURCE_PARAMETERS = Set.of("manual_mode", "declared_fps", "webrtc_realtime_processing",
            "stream_output", "data_output");

    private StreamManagerPayload() {}

    /** @throws IllegalArgumentException when the source needs what the Stream Manager cannot do */
    static ObjectNode of(InitRequest request, StreamManagerOptions options, String apiKey) {
        Map<String, Object> source = request.sourceParameters();
        for (String name : source.keySet()) {
            if (!SOURCE_PARAMETERS.contains(name)) {
                throw new IllegalArgumentException("The option protocol=streamManager cannot serve this source (" + name
                        + "): use source=manual, webcam or stream, or protocol=worker");
            }
        }
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        boolean realtime = !Boolean.FALSE.equals(source.getOrDefault("webrtc_realtime_processing", request.realtimeProcessing()));
        ObjectNode video = json.putObject("video_configuration")
                .put("type", "VideoConfiguration")
                // Required by the schema and not used: the video comes by WebRTC.
                .put("video_reference", "webrtc")
                .put("source_buffer_filling_strategy", realtime ? "DROP_OLDEST" : "WAIT")
                .put("source_buffer_consumption_strategy", realtime ? "EAGER" : "LAZY");
        if (options.maxFps() != null) {
            video.put("max_fps", options.maxFps());
        }
        json.set("processing_configuration", request.workflowConfiguration());
        json.putObject("sink_configuration").put("type", "MemorySinkConfiguration").put("results_buffer_size", options.resultsBufferSize());
        if (apiKey != null) {
            json.put("api_key", apiKey);
        }
        json.putObject("webrtc_offer").put("type", "offer").put("sdp", request.offerSdp());
        addTurn(json, request.iceConfig());
        json.put("webrtc_realtime_processing", realtime);
        json.set("stream_output", outputs(source.getOrDefault("stream_output", request.streamOutput())));
        json.set("data_output", outputs(source.getOrDefault("data_output", request.dataOutput())));
        if (source.containsKey("declared_fps")) {
            json.set("webcam_fps", SignallingJson.tree(source.get("declared_fps")));
        } else if (request.declaredFps() != null) {
            request.putFps(json, "webcam_fps");
        }
        json.put("fps_probe_frames", options.fpsProbeFrames());
        putSeconds(json, "webrtc_peer_timeout", options.peerTimeout());
        // Not the session's processing timeout, which the older API does not know.
        putSeconds(json, "processing_timeout", options.frameTimeout());
        putCount(json, "max_consecutive_timeouts", options.maxConsecutiveTimeouts());
        putCount(json, "min_consecutive_on_time", options.minConsecutiveOnTime());
        return json;
    }

    /** The schema knows no null here: an empty list leaves the choice to the server. */
    private static JsonNode outputs(Object names) {
        return SignallingJson.tree(names == null ? List.of() : names);
    }

    /** The schema takes one TURN server with one URL: the first there is. */
    private static void addTurn(ObjectNode json, IceConfig ice) {
        for (IceConfig.Server server : ice.servers()) {
            for (String url : server.urls()) {
                if (url.startsWith("turn") && server.username() != null && server.credential() != null) {
                    json.putObject("webrtc_turn_config").put("urls", url).put("username", server.username())
                            .put("credential", server.credential());
                    return;
                }
            }
        }
    }

    private static void putSeconds(ObjectNode json, String field, Duration value) {
        if (value != null) {
            json.put(field, value.toMillis() / 1000.0);
        }
    }

    private static void putCount(ObjectNode json, String field, Integer value) {
        if (value != null) {
            json.put(field, value);
        }
    }
}
