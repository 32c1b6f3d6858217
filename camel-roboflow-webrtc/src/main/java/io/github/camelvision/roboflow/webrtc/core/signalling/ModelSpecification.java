package io.github.camelvision.roboflow.webrtc.core.signalling;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;

/** The one-step workflow that runs a single model (docs/protocol.adoc#model). */
public final class ModelSpecification {

    /** Task types that have a block, as the option {@code taskType} and Roboflow's API write them. */
    public static final List<String> TASK_TYPES = List.of("object-detection", "instance-segmentation", "classification",
            "multi-label-classification", "keypoint-detection", "semantic-segmentation");

    /** Name of the only input. */
    public static final String IMAGE_INPUT = "image";

    /** What a session of a model streams when nothing else is asked for. */
    public static final List<String> DEFAULT_STREAM_OUTPUT = List.of("image");

    /** What a session of a model reports when nothing else is asked for. */
    public static final List<String> DEFAULT_DATA_OUTPUT = List.of("predictions");

    private ModelSpecification() {}

    /**
     * @param modelId for example {@code rfdetr-nano} or {@code project/3}
     * @param taskType one of {@link #TASK_TYPES}
     * @throws IllegalArgumentException when the task type has no block
     */
    public static ObjectNode of(String modelId, String taskType) {
        String task = normalise(taskType);
        ObjectNode specification = JsonNodeFactory.instance.objectNode().put("version", "1.0");
        specification.putArray("inputs").addObject().put("type", "InferenceImage").put("name", IMAGE_INPUT);
        specification.putArray("steps").addObject()
                .put("type", "roboflow_core/roboflow_" + task.replace('-', '_') + "_model@v2")
                .put("name", "model")
                .put("images", "$inputs.image")
                .put("model_id", modelId);
        specification.putArray("outputs")
                .add(output("predictions", "$steps.model.predictions").put("coordinates_system", "own"))
                .add(output("image", "$inputs.image"));
        return specification;
    }

    /** The task type in lower case with dashes, checked. */
    public static String normalise(String taskType) {
        String task = taskType == null ? "" : taskType.strip().toLowerCase(Locale.ROOT).replace('_', '-');
        if (!TASK_TYPES.contains(task)) {
            throw new IllegalArgumentException("The option taskType: '" + taskType + "' is not a task type that can be run by modelId; "
                    + "use one of " + String.join(", ", TASK_TYPES) + ", or give a workflow instead");
        }
        return task;
    }

    private static ObjectNode output(String name, String selector) {
        return JsonNodeFactory.instance.objectNode().put("type", "JsonField").put("name", name).put("selector", selector);
    }
}
