package io.github.camelvision.roboflow.webrtc.core.signalling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkflowReferenceTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Test
    void namesASavedWorkflow() throws Exception {
        var reference = new WorkflowReference.ById("acme", "detect", "7", "photo", Map.of("confidence", 0.4));

        assertThat(reference.toConfiguration()).isEqualTo(MAPPER.readTree("""
                {"type": "WorkflowConfiguration", "image_input_name": "photo", "workflows_parameters": {"confidence": 0.4},
                 "workspace_name": "acme", "workflow_id": "detect", "workflow_version_id": "7"}"""));
    }

    @Test
    void leavesOutAVersionThatIsNotGiven() {
        assertThat(WorkflowReference.byId("acme", "detect", null).toConfiguration().has("workflow_version_id")).isFalse();
    }

    @Test
    void carriesASpecificationUntouchedByLaterChanges() throws Exception {
        ObjectNode specification = (ObjectNode) MAPPER.readTree("{\"version\": \"1.0\", \"steps\": []}");
        WorkflowReference reference = WorkflowReference.bySpecification(specification);
        specification.put("version", "changed");
        ((ObjectNode) ((WorkflowReference.BySpecification) reference).specification()).put("version", "changed too");

        assertThat(reference.toConfiguration()).isEqualTo(MAPPER.readTree("""
                {"type": "WorkflowConfiguration", "image_input_name": "image", "workflows_parameters": {},
                 "workflow_specification": {"version": "1.0", "steps": []}}"""));
    }

    @Test
    void expandsAModelToAOneStepWorkflow() throws Exception {
        assertThat(WorkflowReference.byModel("rfdetr-nano", "object-detection").toConfiguration()).isEqualTo(MAPPER.readTree("""
                {"type": "WorkflowConfiguration", "image_input_name": "image", "workflows_parameters": {},
                 "workflow_specification": {
                   "version": "1.0",
                   "inputs": [{"type": "InferenceImage", "name": "image"}],
                   "steps": [{"type": "roboflow_core/roboflow_object_detection_model@v2", "name": "model",
                              "images": "$inputs.image", "model_id": "rfdetr-nano"}],
                   "outputs": [{"type": "JsonField", "name": "predictions", "selector": "$steps.model.predictions",
                                "coordinates_system": "own"},
                               {"type": "JsonField", "name": "image", "selector": "$inputs.image"}]}}"""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"object-detection", "instance-segmentation", "classification", "multi-label-classification",
            "keypoint-detection", "semantic-segmentation", "Instance_Segmentation"})
    void everyTaskTypeHasABlock(String taskType) {
        String block = ModelSpecification.of("m/1", taskType).at("/steps/0/type").asText();

        assertThat(block).isEqualTo("roboflow_core/roboflow_" + taskType.toLowerCase().replace('-', '_') + "_model@v2");
    }

    @Test
    void refusesUnknownTaskTypesAndListsTheKnown() {
        assertThatThrownBy(() -> WorkflowReference.byModel("m/1", "ocr")).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("taskType").hasMessageContaining("'ocr'").hasMessageContaining("keypoint-detection");
        assertThatThrownBy(() -> WorkflowReference.byModel("m/1", null)).hasMessageContaining("taskType");
    }

    @Test
    void refusesIncompleteReferencesAndNamesTheOption() {
        assertThatThrownBy(() -> WorkflowReference.byId(" ", "w", null)).hasMessageContaining("workspace");
        assertThatThrownBy(() -> WorkflowReference.byId("a", null, null)).hasMessageContaining("workflowId");
        assertThatThrownBy(() -> WorkflowReference.byModel("", "classification")).hasMessageContaining("modelId");
        assertThatThrownBy(() -> WorkflowReference.bySpecification(MAPPER.createArrayNode())).hasMessageContaining("workflowSpecification");
        assertThatThrownBy(() -> new WorkflowReference.ById("a", "w", null, "", Map.of())).hasMessageContaining("imageInput");
    }

    @Test
    void showsParameterNamesButNoValues() {
        Map<String, Object> parameters = Map.of("webhook", List.of("geheim"));

        assertThat(List.of(new WorkflowReference.ById("a", "w", "2", "image", parameters),
                new WorkflowReference.BySpecification(MAPPER.createObjectNode().put("x", "geheim"), "image", parameters),
                new WorkflowReference.ByModel("m", "classification", parameters)))
                        .allSatisfy(reference -> assertThat(reference.toString()).contains("webhook").doesNotContain("geheim"));
    }
}
