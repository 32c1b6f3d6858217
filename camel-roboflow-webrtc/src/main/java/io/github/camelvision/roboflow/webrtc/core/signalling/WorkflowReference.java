package io.github.camelvision.roboflow.webrtc.core.signalling;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * Which workflow a session runs, with the name of its image input and the values of its other inputs (docs/protocol.adoc#request,
 * {@code workflow_configuration}). Immutable; {@code toString} shows no parameter value, since those may be secrets.
 */
public sealed interface WorkflowReference {

    /** The image input when nothing else is said. */
    String DEFAULT_IMAGE_INPUT = "image";

    /** Name of the workflow's image input. */
    String imageInputName();

    /** Input name to value: anything Jackson writes as JSON (text, numbers, booleans, lists, maps, {@link JsonNode}). */
    Map<String, Object> parameters();

    /** The {@code WorkflowConfiguration} object of the request; the caller owns it. */
    default ObjectNode toConfiguration() {
        ObjectNode configuration = JsonNodeFactory.instance.objectNode()
                .put("type", "WorkflowConfiguration")
                .put("image_input_name", imageInputName());
        configuration.set("workflows_parameters", SignallingJson.tree(parameters()));
        addReference(configuration);
        return configuration;
    }

    /** Adds the fields that name or hold the workflow. */
    void addReference(ObjectNode configuration);

    /** A workflow saved at Roboflow, latest version when {@code versionId} is null. */
    static WorkflowReference byId(String workspace, String workflowId, String versionId) {
        return new ById(workspace, workflowId, versionId, DEFAULT_IMAGE_INPUT, Map.of());
    }

    /** A workflow given in full. */
    static WorkflowReference bySpecification(JsonNode specification) {
        return new BySpecification(specification, DEFAULT_IMAGE_INPUT, Map.of());
    }

    /** A single model, expanded by {@link ModelSpecification}. */
    static WorkflowReference byModel(String modelId, String taskType) {
        return new ByModel(modelId, taskType, Map.of());
    }

    /** A workflow saved at Roboflow. */
    record ById(String workspace, String workflowId, String versionId, String imageInputName, Map<String, Object> parameters)
            implements WorkflowReference {

        public ById {
            Checks.text("workspace", workspace);
            Checks.text("workflowId", workflowId);
            Checks.text("imageInput", imageInputName);
            parameters = Checks.copy(parameters);
        }

        @Override
        public void addReference(ObjectNode configuration) {
            configuration.put("workspace_name", workspace).put("workflow_id", workflowId);
            if (versionId != null) {
                configuration.put("workflow_version_id", versionId);
            }
        }

        @Override
        public String toString() {
            String version = versionId == null ? "" : " version " + versionId;
            return "workflow " + workspace + "/" + workflowId + version + Checks.names(parameters);
        }
    }

    /** A workflow given in full, as a JSON object. */
    record BySpecification(JsonNode specification, String imageInputName, Map<String, Object> parameters) implements WorkflowReference {

        public BySpecification {
            if (specification == null || !specification.isObject() || specification.isEmpty()) {
                throw new IllegalArgumentException("The option workflowSpecification must be a JSON object with inputs, steps and outputs");
            }
            specification = specification.deepCopy();
            Checks.text("imageInput", imageInputName);
            parameters = Checks.copy(parameters);
        }

        /** A copy. */
        @Override
        public JsonNode specification() {
            return specification.deepCopy();
        }

        @Override
        public void addReference(ObjectNode configuration) {
            configuration.set("workflow_specification", specification.deepCopy());
        }

        @Override
        public String toString() {
            return "workflow specification of " + specification.path("steps").size() + " steps" + Checks.names(parameters);
        }
    }

    /** A single model; its image input is always {@value ModelSpecification#IMAGE_INPUT}. */
    record ByModel(String modelId, String taskType, Map<String, Object> parameters) implements WorkflowReference {

        public ByModel {
            Checks.text("modelId", modelId);
            taskType = ModelSpecification.normalise(taskType);
            parameters = Checks.copy(parameters);
        }

        @Override
        public String imageInputName() {
            return ModelSpecification.IMAGE_INPUT;
        }

        @Override
        public void addReference(ObjectNode configuration) {
            configuration.set("workflow_specification", ModelSpecification.of(modelId, taskType));
        }

        @Override
        public String toString() {
            return "model " + modelId + " (" + taskType + ")" + Checks.names(parameters);
        }
    }
}
