package io.github.camelvision.roboflow.webrtc.core.worker.manager;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.camelvision.roboflow.webrtc.core.error.PeerText;
import java.util.Map;

/**
 * One command to a Stream Manager, however it came.
 *
 * @param type as on the TCP port: {@code webrtc}, {@code init}, {@code list_pipelines}, {@code status}, {@code mute}, {@code resume},
 *        {@code terminate} or {@code consume_result}
 * @param pipelineId null where the command has none
 * @param payload the JSON that came with it, {@code api_key} in it; a {@link MissingNode} when there was none
 * @param headers of the HTTP request; only {@code Authorization} is looked at
 */
public record ManagerCommand(String type, String pipelineId, JsonNode payload, Map<String, String> headers) {

    private static final int MAX_SHOWN = 100;

    public ManagerCommand {
        payload = payload == null ? MissingNode.getInstance() : payload;
        headers = Map.copyOf(headers);
    }

    String apiKey() {
        return payload.path("api_key").isTextual() ? payload.path("api_key").textValue() : null;
    }

    /** Without payload and headers, which hold keys. */
    @Override
    public String toString() {
        return "ManagerCommand[" + PeerText.line(type, MAX_SHOWN) + ", " + PeerText.line(pipelineId, MAX_SHOWN) + "]";
    }
}
