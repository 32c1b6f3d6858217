package io.github.camelvision.roboflow.webrtc.core.worker.manager;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelvision.roboflow.webrtc.core.json.Json;
import java.util.UUID;

/**
 * The answer to a command (docs/protocol.adoc#stream-manager-calls).
 *
 * @param status HTTP status
 * @param requestId of the command, made here
 * @param pipelineId null where the command has none
 * @param response {@code status} and what belongs to it
 */
public record ManagerReply(int status, String requestId, String pipelineId, ObjectNode response) {

    private static final ObjectMapper JSON = Json.plain();

    /** A response that says success, to be filled. */
    static ObjectNode success() {
        return JSON.createObjectNode().put("status", "success");
    }

    static ManagerReply of(String pipelineId, ObjectNode response) {
        return new ManagerReply(200, UUID.randomUUID().toString(), pipelineId, response);
    }

    static ManagerReply failure(String pipelineId, ManagerException failure) {
        ObjectNode response = JSON.createObjectNode()
                .put("status", "failure")
                .put("error_type", failure.type().name())
                .put("error_class", failure.errorClass())
                .put("error_message", failure.getMessage())
                .put("public_error_message", failure.getMessage());
        return new ManagerReply(failure.status(), UUID.randomUUID().toString(), pipelineId, response);
    }

    /** As HTTP sends it: the ids are in {@code context}, and a failure has a {@code message}, as the worker's own have. */
    public byte[] httpBody() {
        ObjectNode json = response.deepCopy();
        json.putObject("context").put("request_id", requestId).put("pipeline_id", pipelineId);
        if (json.has("public_error_message")) {
            json.put("message", json.path("public_error_message").textValue());
        }
        return bytes(json);
    }

    /** As TCP sends it, without the frame's header. */
    public byte[] tcpBody() {
        ObjectNode json = JSON.createObjectNode().put("request_id", requestId).put("pipeline_id", pipelineId);
        return bytes(json.set("response", response));
    }

    private static byte[] bytes(ObjectNode json) {
        try {
            return JSON.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Writing to memory failed", e);
        }
    }

    /** Without the response: an SDP belongs into no log. */
    @Override
    public String toString() {
        return "ManagerReply[" + status + ", " + pipelineId + "]";
    }
}
