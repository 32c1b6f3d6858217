package io.github.camelvision.roboflow.webrtc.client.internal.factory;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcConfiguration;
import io.github.camelvision.roboflow.webrtc.core.json.Json;
import io.github.camelvision.roboflow.webrtc.core.session.SessionOptions;
import io.github.camelvision.roboflow.webrtc.core.signalling.SignallingOptions;
import io.github.camelvision.roboflow.webrtc.core.signalling.WorkflowReference;
import io.github.camelvision.roboflow.webrtc.core.signalling.http.ModelTaskLookup;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.support.ResourceHelper;

/** Says what a session runs: the workflow or model that an endpoint's options name. Wrong or missing options fail here, by name. */
final class WorkflowFactory {

    private static final ObjectMapper JSON = Json.plain();

    private final RoboflowWebrtcConfiguration options;
    private final CamelContext context;

    WorkflowFactory(RoboflowWebrtcConfiguration options, CamelContext context) {
        this.options = options;
        this.context = context;
    }

    /**
     * @param server where a model's task is looked up, if it is not given
     * @param builder is told what to free at the session's end
     */
    Supplier<CompletableFuture<WorkflowReference>> workflow(SignallingOptions server, SessionOptions.Builder builder) {
        if (options.getWorkflowSpecification() == null && options.getModelId() != null && options.getTaskType() == null) {
            ModelTaskLookup lookup = new ModelTaskLookup(server);
            builder.atEnd(lookup::close);
            return () -> lookup.taskType(options.getModelId()).thenApply(this::model);
        }
        WorkflowReference known = knownWorkflow();
        return () -> CompletableFuture.completedFuture(known);
    }

    private WorkflowReference model(String taskType) {
        return new WorkflowReference.ByModel(options.getModelId(), taskType, parameters());
    }

    private WorkflowReference knownWorkflow() {
        Map<String, Object> parameters = parameters();
        if (options.getWorkflowSpecification() != null) {
            return new WorkflowReference.BySpecification(specification(options.getWorkflowSpecification()), options.getImageInput(),
                    parameters);
        }
        if (options.getModelId() != null) {
            return model(options.getTaskType());
        }
        if (options.getWorkspace() == null || options.getWorkflowId() == null) {
            throw new IllegalArgumentException("Name what to run: workspace and workflowId, or workflowSpecification, or modelId");
        }
        return new WorkflowReference.ById(options.getWorkspace(), options.getWorkflowId(), options.getWorkflowVersionId(),
                options.getImageInput(), parameters);
    }

    private Map<String, Object> parameters() {
        Map<String, Object> parameters = new HashMap<>();
        options.getParams().forEach((name, value) -> parameters.put(name, value instanceof String text ? jsonOrText(text) : value));
        return parameters;
    }

    private static Object jsonOrText(String text) {
        try {
            JsonNode node = JSON.readTree(text);
            return node == null || node.isMissingNode() ? text : node;
        } catch (JsonProcessingException e) {
            return text;
        }
    }

    private JsonNode specification(Object value) {
        if (!(value instanceof String text)) {
            return value instanceof JsonNode node ? node : JSON.valueToTree(value);
        }
        try {
            if (text.strip().startsWith("{")) {
                return JSON.readTree(text);
            }
            try (InputStream in = ResourceHelper.resolveMandatoryResourceAsInputStream(context, text)) {
                return JSON.readTree(in);
            }
        } catch (JsonProcessingException e) {
            // the parser's message quotes the text, in which blocks may hold keys: only the place is told
            throw new IllegalArgumentException("The option workflowSpecification is not JSON (line " + e.getLocation().getLineNr()
                    + ", column " + e.getLocation().getColumnNr() + ")");
        } catch (IOException e) {
            throw new IllegalArgumentException("The option workflowSpecification names a resource that cannot be read: "
                    + e.getMessage(), e);
        }
    }
}
