package io.github.camelvision.roboflow.webrtc.worker.internal;

import io.github.camelvision.roboflow.webrtc.core.worker.WorkerServer;
import io.github.camelvision.roboflow.webrtc.core.worker.manager.PipelineManager;
import io.github.camelvision.roboflow.webrtc.core.worker.request.RequestedWorkflow;
import io.github.camelvision.roboflow.webrtc.core.worker.request.WorkerRejectedException;
import io.github.camelvision.roboflow.webrtc.worker.WorkerConsumer;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

/** The workers of one component that the Stream Manager may start pipelines in. Thread-safe. */
public final class WorkerDirectory implements PipelineManager.Workers {

    private final List<WorkerConsumer> workers = new CopyOnWriteArrayList<>();

    /** @throws IllegalArgumentException when a worker for the same workflow is there */
    public void add(WorkerConsumer worker) {
        for (WorkerConsumer other : workers) {
            if (other.serves(worker.workspace(), worker.workflowId())) {
                throw new IllegalArgumentException("Two workers with a Stream Manager answer for " + worker.served()
                        + ": give each its own workflowId");
            }
        }
        workers.add(worker);
    }

    public void remove(WorkerConsumer worker) {
        workers.remove(worker);
    }

    /** Most specific first: workspace and workflow, workflow alone, workspace alone, the default. */
    @Override
    public WorkerServer find(RequestedWorkflow workflow) {
        String workspace = workflow.workspace();
        String workflowId = workflow.workflowId();
        for (String[] key : List.of(new String[] {workspace, workflowId}, new String[] {null, workflowId},
                new String[] {workspace, null}, new String[] {null, null})) {
            for (WorkerConsumer worker : workers) {
                if (worker.serves(key[0], key[1])) {
                    return open(worker);
                }
            }
        }
        throw new WorkerRejectedException(404, "RoboflowAPINotNotFoundError", "No worker here serves "
                + (workflowId == null ? "a workflow specification" : "workflow '" + workflowId + "'"
                        + (workspace == null ? "" : " of workspace '" + workspace + "'"))
                + ". Available: "
                + workers.stream().map(WorkerConsumer::served).toList());
    }

    private static WorkerServer open(WorkerConsumer worker) {
        WorkerServer server = worker.server();
        if (server == null || worker.isSuspendingOrSuspended()) {
            throw new WorkerRejectedException(503, "WorkerStopped", "The worker is suspended");
        }
        return server;
    }

    @Override
    public Collection<WorkerServer> all() {
        return workers.stream().map(WorkerConsumer::server).filter(Objects::nonNull).toList();
    }
}
