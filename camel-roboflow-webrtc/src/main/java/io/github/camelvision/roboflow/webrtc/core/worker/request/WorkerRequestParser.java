package io.github.camelvision.roboflow.webrtc.core.worker.request;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.camelvision.roboflow.webrtc.core.json.Json;
import io.github.camelvision.roboflow.webrtc.core.rtc.IceConfig;
import io.github.camelvision.roboflow.webrtc.core.rtc.Sdp;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads and validates the body of a POST to {@code /initialise_webrtc_worker} (docs/protocol.adoc#request). Pure. Everything that is wrong
 * is a {@link WorkerRejectedException} whose message says which field and what is right.
 */
public final class WorkerRequestParser {

    /** Outputs that a client may ask for. */
    public static final int MAX_NAMES = 256;
    private static final int MAX_ICE_URLS = 16;
    /** A century: longer is as good as no limit, and far from overflow. */
    private static final double MAX_SECONDS = 3.2e9;
    private static final ObjectMapper JSON = Json.counting();

    private WorkerRequestParser() {}

    /** @throws WorkerRejectedException 400, 413, or 422 when it is not JSON, or a field is missing or of the wrong type */
    public static WorkerRequest parse(byte[] body) {
        if (body.length > WorkerRejectedException.LARGEST_REQUEST) {
            throw WorkerRejectedException.tooLarge();
        }
        return parse(tree(body));
    }

    /**
     * As {@link #parse(byte[])}, of a body that was read before.
     *
     * @param root a JSON object
     * @throws WorkerRejectedException 400, or 422 when a field is missing or of the wrong type
     */
    public static WorkerRequest parse(JsonNode root) {
        OutputSelection outputs = new OutputSelection(names(root, "stream_output"), names(root, "data_output"));
        RequestedWorkflow workflow = workflow(root.path("workflow_configuration"));
        String problem = outputs.problemWith(workflow.outputNames());
        if (problem != null) {
            throw WorkerRejectedException.configuration(problem);
        }
        String rtsp = text(root, "rtsp_url");
        String mjpeg = text(root, "mjpeg_url");
        String offer = offer(root.path("webrtc_offer"));
        return new WorkerRequest(offer, workflow, flag(root, "webrtc_realtime_processing", true), outputs,
                positive(root, "declared_fps"), timeout(root), origin(root, offer, rtsp, mjpeg), rtsp != null ? rtsp : mjpeg,
                iceServers(root), text(root, "requested_plan"), text(root, "requested_region"),
                text(root, "api_key"));
    }

    private static JsonNode tree(byte[] body) {
        try {
            JsonNode root = JSON.readTree(body);
            if (root != null && root.isObject()) {
                return root;
            }
        } catch (JsonProcessingException e) {
            // the parser's message quotes the body, which holds a key: only the place is told
            throw WorkerRejectedException.malformed("", "The body is not valid JSON (line " + line(e) + ")");
        } catch (IOException e) {
            throw WorkerRejectedException.malformed("", "The body cannot be read");
        }
        throw WorkerRejectedException.malformed("", "The body is not a JSON object");
    }

    private static int line(JsonProcessingException e) {
        return e.getLocation() == null ? 1 : e.getLocation().getLineNr();
    }

    private static String offer(JsonNode offer) {
        if (!offer.path("type").isTextual() || !offer.path("sdp").isTextual()) {
            throw WorkerRejectedException.malformed("webrtc_offer",
                    "webrtc_offer is missing or no object: expected {\"type\": \"offer\", \"sdp\": \"v=0…\"}");
        }
        String sdp = offer.path("sdp").textValue();
        if (!"offer".equals(offer.path("type").asText()) || !sdp.startsWith("v=0")) {
            throw WorkerRejectedException.configuration(
                    "webrtc_offer is not an offer: expected {\"type\": \"offer\", \"sdp\": \"v=0…\"}");
        }
        return sdp;
    }

    private static RequestedWorkflow workflow(JsonNode workflow) {
        if (!workflow.isObject()) {
            throw WorkerRejectedException.malformed("workflow_configuration", "workflow_configuration is missing or no object: it holds "
                    + "either workflow_specification, or workspace_name and workflow_id");
        }
        JsonNode specification = workflow.path("workflow_specification");
        boolean specified = specification.isObject();
        if (!specified && !specification.isMissingNode() && !specification.isNull()) {
            throw WorkerRejectedException.malformed("workflow_configuration", "workflow_specification is not a JSON object");
        }
        String workspace = text(workflow, "workspace_name");
        String id = text(workflow, "workflow_id");
        if (!specified && (workspace == null || id == null)) {
            throw WorkerRejectedException.configuration(
                    "Either 'workflow_specification' or both 'workspace_name' and 'workflow_id' must be provided");
        }
        String imageInput = text(workflow, "image_input_name");
        JsonNode parameters = workflow.path("workflows_parameters");
        return new RequestedWorkflow(workspace, id, text(workflow, "workflow_version_id"), specified ? specification : null,
                imageInput == null ? "image" : imageInput, parameters.isObject() ? parameters : JsonNodeFactory.instance.objectNode());
    }

    private static VideoOrigin origin(JsonNode root, String offer, String rtsp, String mjpeg) {
        boolean upload = flag(root, "video_file_upload", false);
        if ((upload ? 1 : 0) + (rtsp != null ? 1 : 0) + (mjpeg != null ? 1 : 0) > 1) {
            throw WorkerRejectedException.configuration("Only one of video_file_upload, rtsp_url and mjpeg_url can be the source");
        }
        if (rtsp != null) {
            scheme("rtsp_url", rtsp, "rtsp://", "rtsps://");
            return VideoOrigin.RTSP;
        }
        if (mjpeg != null) {
            scheme("mjpeg_url", mjpeg, "http://", "https://");
            return VideoOrigin.MJPEG;
        }
        // The browser SDK's useVideoFile does not set video_file_upload.
        return upload || Sdp.sendsDataOnly(offer) ? VideoOrigin.UPLOAD : VideoOrigin.TRACK;
    }

    private static void scheme(String field, String url, String first, String second) {
        String lower = url.toLowerCase(Locale.ROOT);
        if (!lower.startsWith(first) && !lower.startsWith(second)) {
            throw WorkerRejectedException.configuration(field + " must start with " + first + " or " + second);
        }
    }

    private static Duration timeout(JsonNode root) {
        Double seconds = positive(root, "processing_timeout");
        return seconds == null ? null : Duration.ofMillis(Math.round(Math.min(seconds, MAX_SECONDS) * 1000));
    }

    /** The older {@code webrtc_turn_config} is one server, and goes before {@code webrtc_config}, as at Roboflow's server. */
    private static List<IceConfig.Server> iceServers(JsonNode root) {
        JsonNode turn = root.path("webrtc_turn_config");
        return turn.isObject() ? servers("webrtc_turn_config", List.of(turn))
                : servers("webrtc_config.iceServers", root.path("webrtc_config").path("iceServers"));
    }

    private static List<IceConfig.Server> servers(String field, Iterable<JsonNode> given) {
        List<IceConfig.Server> servers = new ArrayList<>();
        int count = 0;
        for (JsonNode server : given) {
            List<String> urls = new ArrayList<>();
            if (server.path("urls").isTextual()) {
                urls.add(server.path("urls").asText());
            }
            server.path("urls").forEach(url -> urls.add(url.asText()));
            count += urls.size();
            if (urls.isEmpty() || count > MAX_ICE_URLS || !urls.stream().allMatch(WorkerRequestParser::iceUrl)) {
                throw WorkerRejectedException.configuration(field + ": each server needs urls that start with stun:, stuns:, "
                        + "turn: or turns:, " + MAX_ICE_URLS + " in all at most");
            }
            servers.add(new IceConfig.Server(urls, text(server, "username"), text(server, "credential")));
        }
        return servers;
    }

    private static boolean iceUrl(String url) {
        return url.matches("(?i)(stun|stuns|turn|turns):\\S{1,512}");
    }

    private static List<String> names(JsonNode root, String field) {
        JsonNode node = root.path(field);
        if (node.isMissingNode() || node.isNull()) {
            return null;
        }
        List<String> names = new ArrayList<>();
        boolean valid = node.isArray() && node.size() <= MAX_NAMES;
        for (JsonNode name : node) {
            valid &= name.isTextual() || name.isNull();
            names.add(name.asText(""));
        }
        if (!valid) {
            throw WorkerRejectedException.malformed(field, field + " must be null or a list of at most " + MAX_NAMES + " output names");
        }
        return names;
    }

    private static String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return value.isTextual() && !value.asText().isBlank() ? value.asText() : null;
    }

    private static boolean flag(JsonNode root, String field, boolean byDefault) {
        JsonNode value = root.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return byDefault;
        }
        if (!value.isBoolean()) {
            throw WorkerRejectedException.malformed(field, field + " must be true or false");
        }
        return value.booleanValue();
    }

    private static Double positive(JsonNode root, String field) {
        JsonNode value = root.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isNumber()) {
            throw WorkerRejectedException.malformed(field, field + " must be a number above 0");
        }
        if (!Double.isFinite(value.doubleValue()) || value.doubleValue() <= 0) {
            throw WorkerRejectedException.configuration(field + " must be a number above 0");
        }
        return value.doubleValue();
    }
}
