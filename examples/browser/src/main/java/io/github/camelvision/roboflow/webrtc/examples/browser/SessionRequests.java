package io.github.camelvision.roboflow.webrtc.examples.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelvision.roboflow.webrtc.core.rtc.IceConfig;
import io.github.camelvision.roboflow.webrtc.core.signalling.http.IceServers;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Makes the server's request from the page's. The page chooses among the workflows and outputs that it knows; who writes own requests
 * cannot have the key pay for other workflows, larger machines, or cameras that the server can reach and he cannot.
 */
final class SessionRequests {

    private static final List<String> OUTPUTS = List.of("image", "predictions");
    private static final int MAX_SDP = 100_000;

    private final BrowserOptions options;
    private final IceServers iceServers;

    SessionRequests(BrowserOptions options) {
        this.options = options;
        this.iceServers = new IceServers(IceConfig.NONE, options.signalling());
    }

    /**
     * @param page what the SDK posts: {@code {"offer":{"type","sdp"},"wrtcParams":{...}}}
     * @throws RefusedException 400
     */
    byte[] forServer(byte[] page) {
        JsonNode request = read(page);
        JsonNode parameters = request.path("wrtcParams");
        String workflow = parameters.path("workflowId").asText();
        if (!workflows().contains(workflow)) {
            throw new RefusedException(400, "This page offers no workflow of that name.");
        }
        String sdp = request.at("/offer/sdp").asText();
        if (sdp.isEmpty() || sdp.length() > MAX_SDP) {
            throw new RefusedException(400, "The browser's offer is missing or too long.");
        }
        ObjectNode body = Json.MAPPER.createObjectNode();
        if (options.apiKey() != null) {
            body.put("api_key", options.apiKey());
        }
        body.putObject("workflow_configuration").put("type", "WorkflowConfiguration").put("image_input_name", "image")
                .put("workspace_name", options.workspace()).put("workflow_id", workflow);
        body.putObject("webrtc_offer").put("type", "offer").put("sdp", sdp);
        body.put("webrtc_realtime_processing", parameters.path("realtimeProcessing").asBoolean(true));
        outputs(parameters.path("streamOutputNames"), body.putArray("stream_output"));
        outputs(parameters.path("dataOutputNames"), body.putArray("data_output"));
        List<Map<String, Object>> servers = iceServers();
        if (!servers.isEmpty()) {
            body.putObject("webrtc_config").set("iceServers", Json.MAPPER.valueToTree(servers));
        }
        return Json.bytes(body);
    }

    private static JsonNode read(byte[] page) {
        try {
            return Json.MAPPER.readTree(page == null ? new byte[0] : page);
        } catch (IOException e) {
            throw new RefusedException(400, "The page's request is not JSON.");
        }
    }

    private static void outputs(JsonNode names, ArrayNode to) {
        OUTPUTS.stream().filter(output -> Stream.iterate(0, i -> i < Math.min(names.size(), 10), i -> i + 1)
                .anyMatch(i -> names.get(i).asText().equals(output))).forEach(to::add);
    }

    /** Ids of the workflows that the page may ask for. */
    List<String> workflows() {
        return options.remote() ? List.of(options.workflow()) : Detectors.ALL.stream().map(Detectors.Detector::id).toList();
    }

    /** TURN servers, which only Roboflow's own servers have; in the shape that browsers take. Waits for Roboflow's API. */
    List<Map<String, Object>> iceServers() {
        return iceServers.resolve().join().servers().stream().map(server -> server.username() == null
                ? Map.<String, Object> of("urls", server.urls())
                : Map.<String, Object> of("urls", server.urls(), "username", server.username(), "credential", server.credential()))
                .toList();
    }
}
