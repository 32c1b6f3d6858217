package io.github.camelvision.roboflow.webrtc.core.signalling.refusal;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelvision.roboflow.webrtc.core.signalling.InitRequest;
import io.github.camelvision.roboflow.webrtc.core.signalling.Redaction;
import io.github.camelvision.roboflow.webrtc.core.signalling.SignallingJson;
import io.github.camelvision.roboflow.webrtc.core.wire.CameraOwner;
import java.util.Set;

/**
 * What an error answer to a request for a session means, where its status alone misleads: Roboflow's server answers some refusals that
 * will never change, and a camera that it cannot open, as if it had failed for a moment (docs/protocol.adoc#refusals).
 *
 * @param lasting whether the server will say the same until somebody changes something
 * @param cure a sentence that names what to change
 */
record Refusal(boolean lasting, String cure) {

    /** Of Roboflow's workflow engine, told with status 500. */
    private static final Set<String> WORKFLOW_ERRORS = Set.of("WorkflowError", "WorkflowEnvironmentConfigurationError",
            "WorkflowCompilerError", "AssumptionError", "PluginLoadingError", "PluginInterfaceError", "BlockInterfaceError",
            "DynamicBlockError", "WorkflowDefinitionError", "WorkflowSyntaxError", "DuplicatedNameError", "ExecutionGraphStructureError",
            "ReferenceTypeError", "InvalidReferenceTargetError", "UnknownManifestType", "BlockInitParameterNotProvidedError",
            "StepInputDimensionalityError", "StepInputLineageError", "StepOutputLineageError", "ControlFlowDefinitionError",
            "WorkflowExecutionEngineError", "DynamicBlockCodeError", "NotSupportedExecutionEngineError", "InvalidBlockBehaviourError",
            "StepExecutionError", "ClientCausedStepExecutionError", "RuntimeLimitsCausedStepExecutionError", "ExecutionEngineRuntimeError",
            "ExecutionEngineNotImplementedError", "RuntimeInputError", "WorkflowExecutionEngineVersionError");
    private static final String MISCONFIGURED = "Service misconfiguration.";
    private static final Set<String> BROKEN_MODEL = Set.of("Model package is broken.",
            "Model configuration related to pre- or post-processing is invalid.");
    private static final String ROBOFLOW_REFUSED = "Request to Roboflow API failed";

    /** Null: the status says it all. */
    static Refusal of(int status, byte[] body, InitRequest request) {
        JsonNode json = SignallingJson.parseOrNull(body);
        String type = json == null ? "" : json.path("error_type").asText("");
        String message = json == null ? "" : json.path("message").asText("");
        return switch (status) {
            case 409 -> CameraOwner.LOST.equals(type) ? new Refusal(false, "Another node has the camera now: this session ends, and the "
                    + "fleet opens it again when this node is given the camera") : null;
            case 500 -> failed(type, message, request);
            case 501 -> new Refusal(true, "The server cannot run what the workflow needs: use another server, or another model");
            case 502 -> message.contains(ROBOFLOW_REFUSED) && request.requestedPlan() != null ? new Refusal(true, "A plan that the "
                    + "workspace does not have is answered like this: check the option requestedPlan=" + request.requestedPlan()) : null;
            case 504 -> camera(request, "did not answer in time, perhaps because it could not open");
            case 507 -> new Refusal(true, "The model does not fit into the server's memory: use a smaller one, or a larger server");
            default -> null;
        };
    }

    private static Refusal failed(String type, String message, InitRequest request) {
        if (WORKFLOW_ERRORS.contains(type)) {
            return new Refusal(true, "The workflow cannot run on this server: mend it (workflowId or workflowSpecification), or give the "
                    + "server what it needs");
        }
        if (MISCONFIGURED.equals(message)) {
            return new Refusal(true, "The server is set up wrongly: its log tells which of its settings");
        }
        if (BROKEN_MODEL.contains(message)) {
            return new Refusal(true, "The model that the workflow uses cannot be loaded: choose another version of it");
        }
        return camera(request, "failed, perhaps because it could not open");
    }

    private static Refusal camera(InitRequest request, String what) {
        Object url = request.sourceParameters().getOrDefault("rtsp_url", request.sourceParameters().get("mjpeg_url"));
        return url == null ? null : new Refusal(false, "The server " + what + " the camera: check that the camera is up, that the "
                + "server can reach sourceUri=" + Redaction.url(url.toString()) + ", and its user name and password");
    }
}
