package io.github.camelvision.roboflow.webrtc.worker.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelvision.roboflow.webrtc.core.memory.MemoryBudget;
import io.github.camelvision.roboflow.webrtc.core.worker.WorkerAnswer;
import io.github.camelvision.roboflow.webrtc.core.worker.WorkerServer;
import io.github.camelvision.roboflow.webrtc.core.worker.request.WorkerRejectedException;
import io.github.camelvision.roboflow.webrtc.http.HttpServers;
import io.github.camelvision.roboflow.webrtc.worker.WorkerComponent;
import io.github.camelvision.roboflow.webrtc.worker.WorkerConsumer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;
import org.apache.camel.support.service.ServiceHelper;

/** One HTTP path, and the workers behind it: finds the one that serves the workflow a client asks for. */
final class WorkerGateway extends AsyncProcessorSupport {

    private final CamelContext context;
    private final String path;
    private final MemoryBudget memory;
    private final List<WorkerConsumer> workers = new CopyOnWriteArrayList<>();
    private Consumer consumer;
    private Consumer preflight;

    WorkerGateway(CamelContext context, String path, MemoryBudget memory) {
        this.context = context;
        this.path = path;
        this.memory = memory;
    }

    /**
     * @throws IllegalArgumentException when a worker for the same workflow is there
     */
    void add(WorkerConsumer worker) {
        for (WorkerConsumer other : workers) {
            if (other.serves(worker.workspace(), worker.workflowId())) {
                throw new IllegalArgumentException("Two workers at path " + path + " answer for " + worker.served()
                        + ": give each its own workflowId or path");
            }
        }
        workers.add(worker);
    }

    /** True when it was the last one. */
    boolean remove(WorkerConsumer worker) {
        workers.remove(worker);
        return workers.isEmpty();
    }

    void startHttp() throws Exception {
        consumer = WorkerHttp.endpoint(context, "POST", path, this);
        preflight = WorkerHttp.endpoint(context, "OPTIONS", path, this);
        HttpServers.start(WorkerComponent.SCHEME, consumer, preflight);
    }

    void stopHttp() {
        ServiceHelper.stopAndShutdownServices(consumer, preflight);
        consumer = null;
        preflight = null;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        String origin = WorkerHttp.origin(exchange);
        if (WorkerHttp.isPreflight(exchange)) {
            WorkerHttp.respond(exchange, new WorkerAnswer(204, new byte[0], corsOrigins().preflight(origin), null));
            callback.done(true);
            return true;
        }
        RequestBody body;
        try {
            body = RequestBody.read(exchange.getMessage(), memory);
        } catch (IOException e) {
            return refuse(exchange, callback,
                    WorkerHttp.error(400, "RequestError", "The request's body cannot be read: " + e.getMessage()));
        } catch (WorkerRejectedException e) {
            return refuse(exchange, callback, WorkerServer.refusal(e));
        }
        answer(body.bytes(), WorkerHttp.headers(exchange.getMessage())).whenComplete((answer, failure) -> {
            body.close();
            WorkerHttp.respond(exchange, failure == null ? answer
                    : corsOrigins().addTo(WorkerHttp.error(500, "InternalError", "The worker could not answer"), origin));
            callback.done(false);
        });
        return false;
    }

    private boolean refuse(Exchange exchange, AsyncCallback callback, WorkerAnswer refusal) {
        WorkerHttp.respond(exchange, corsOrigins().addTo(refusal, WorkerHttp.origin(exchange)));
        callback.done(true);
        return true;
    }

    /** Of all workers here: a browser's first question does not tell the workflow. */
    private CorsOrigins corsOrigins() {
        return workers.stream().map(WorkerConsumer::corsOrigins).reduce(CorsOrigins.NONE, CorsOrigins::and);
    }

    private CompletionStage<WorkerAnswer> answer(byte[] body, Map<String, String> headers) {
        JsonNode configuration = workflowOf(body);
        String workspace = configuration.path("workspace_name").asText(null);
        String workflowId = configuration.path("workflow_id").asText(null);
        boolean asksForNothing = workflowId == null && !configuration.path("workflow_specification").isObject();
        // then any worker says what is wrong with the request
        Optional<WorkerConsumer> found = asksForNothing ? workers.stream().findFirst() : find(workspace, workflowId);
        return found
                .map(worker -> worker.initialise(body, headers))
                .orElseGet(() -> CompletableFuture.completedFuture(corsOrigins().addTo(WorkerHttp.error(404, "RoboflowAPINotNotFoundError",
                        "No worker here serves " + (workflowId == null ? "a workflow specification" : "workflow '" + workflowId + "'"
                                + (workspace == null ? "" : " of workspace '" + workspace + "'"))
                                + ". Available: " + workers.stream().map(WorkerConsumer::served).toList()),
                        headers.get("Origin"))));
    }

    /** Most specific first: workspace and workflow, workflow alone, workspace alone, the default. */
    private Optional<WorkerConsumer> find(String workspace, String workflowId) {
        return List.of(new String[] {workspace, workflowId}, new String[] {null, workflowId}, new String[] {workspace, null},
                new String[] {null, null}).stream()
                .flatMap(key -> workers.stream().filter(worker -> worker.serves(key[0], key[1])))
                .findFirst();
    }

    private static JsonNode workflowOf(byte[] body) {
        try {
            return WorkerHttp.json().readTree(body).path("workflow_configuration");
        } catch (IOException e) {
            // a worker says what is wrong with it
            return WorkerHttp.json().missingNode();
        }
    }
}
