package io.github.camelvision.roboflow.webrtc.core.signalling;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelvision.roboflow.webrtc.core.error.OptionLimit;

/**
 * How the server runs the workflow: what {@code workflow_configuration} may say besides the workflow itself (docs/protocol.adoc#request).
 * What is null is not sent, so that the server's own default holds.
 *
 * @param disableSinks true: the workflow's sinks (notifications, uploads, files) do nothing
 * @param workflowThreads threads for the steps of the workflow, at least 1
 * @param engineThreads threads of the execution engine, at least 1
 * @param cancelTasksOnExit whether tasks that still wait are dropped at the session's end
 * @param videoMetadataInput name of the workflow's input for the metadata of the video
 */
public record WorkflowSettings(Boolean disableSinks, Integer workflowThreads, Integer engineThreads, Boolean cancelTasksOnExit,
        String videoMetadataInput) {

    /** The server's own defaults. */
    public static final WorkflowSettings DEFAULTS = new WorkflowSettings(null, null, null, null, null);

    /** An {@link IllegalArgumentException} names the option. */
    public WorkflowSettings {
        atLeastOne("workflowsThreadPoolWorkers", workflowThreads);
        atLeastOne("executionEngineThreadPoolWorkers", engineThreads);
    }

    private static void atLeastOne(String option, Integer value) {
        if (value != null) {
            OptionLimit.atLeast(1, option, value);
        }
    }

    /** Adds what is set. */
    void addTo(ObjectNode configuration) {
        if (disableSinks != null) {
            configuration.put("disable_sinks", disableSinks);
        }
        if (workflowThreads != null) {
            configuration.put("workflows_thread_pool_workers", workflowThreads);
        }
        if (engineThreads != null) {
            configuration.put("execution_engine_thread_pool_workers", engineThreads);
        }
        if (cancelTasksOnExit != null) {
            configuration.put("cancel_thread_pool_tasks_on_exit", cancelTasksOnExit);
        }
        if (videoMetadataInput != null) {
            configuration.put("video_metadata_input_name", videoMetadataInput);
        }
    }
}
