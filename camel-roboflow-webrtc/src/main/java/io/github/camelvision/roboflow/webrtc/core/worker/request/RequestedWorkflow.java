package io.github.camelvision.roboflow.webrtc.core.worker.request;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelvision.roboflow.webrtc.core.error.PeerText;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code workflow_configuration} of a request: a specification, or a workspace and a workflow id, or both.
 *
 * @param workspace null when absent
 * @param workflowId null when absent
 * @param versionId null when absent
 * @param specification the workflow as JSON object, null when absent
 * @param imageInput name of the workflow's image input, {@code image} by default
 * @param parameters {@code workflows_parameters}, a JSON object, empty when absent
 */
public record RequestedWorkflow(String workspace, String workflowId, String versionId, JsonNode specification, String imageInput,
        JsonNode parameters) {

    private static final int MAX_NAME = 100;

    /** The names in {@code outputs} of the specification; null when there is no specification, so that any name may be right. */
    public List<String> outputNames() {
        if (specification == null) {
            return null;
        }
        List<String> names = new ArrayList<>();
        for (JsonNode output : specification.path("outputs")) {
            if (output.path("name").isTextual()) {
                names.add(output.path("name").asText());
            }
        }
        return names;
    }

    /** For logs and messages: names only, fit for a log, without the specification and the parameters. */
    @Override
    public String toString() {
        return "RequestedWorkflow[" + PeerText.line(workspace, MAX_NAME) + "/" + PeerText.line(workflowId, MAX_NAME)
                + (specification == null ? "" : ", with specification") + "]";
    }
}
