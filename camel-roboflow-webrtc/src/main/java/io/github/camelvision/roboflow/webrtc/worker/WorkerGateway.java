package io.github.camelvision.roboflow.webrtc.worker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelvision.roboflow.webrtc.core.worker.WorkerAnswer;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.spi.RestConfiguration;
import org.apache.camel.spi.RestConsumerFactory;
import org.apache.camel.support.AsyncProcessorSupport;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.service.ServiceHelper;

/** One HTTP path, and the workers behind it: finds the one that serves the workflow a client asks for. */
final class WorkerGateway extends AsyncProcessorSupport {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_REQUEST_BYTES = 1024 * 1024;
    private static final List<String> PREFERRED_FACTORIES = List.of("platform-http", "servlet", "undertow", "jetty", "netty-http");

    private final CamelContext context;
    private final String path;
    private final List<WorkerConsumer> workers = new CopyOnWriteArrayList<>();
    private Consumer consumer;
    private Consumer preflight;

    WorkerGateway(CamelContext context, String path) {
        this.context = context;
        this.path = path;
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
        RestConfiguration configuration = CamelContextHelper.getRestConfiguration(context, null);
        RestConsumerFactory factory = factory(context, configuration);
        consumer = factory.createConsumer(context, this, "POST", path, null, "application/json", "application/json",
                configuration, Map.of());
        preflight = factory.createConsumer(context, this, "OPTIONS", path, null, null, null, configuration, Map.of());
        ServiceHelper.startService(consumer, preflight);
    }

    void stopHttp() {
        ServiceHelper.stopAndShutdownServices(consumer, preflight);
        consumer = null;
        preflight = null;
    }

    /** The HTTP server of the context. */
    static RestConsumerFactory factory(CamelContext context, RestConfiguration configuration) {
        if (configuration.getComponent() != null && context.getComponent(configuration.getComponent()) instanceof RestConsumerFactory f) {
            return f;
        }
        for (String name : PREFERRED_FACTORIES) {
            Component component = context.getComponent(name, name.equals("platform-http") && onClasspath(context), false);
            if (component instanceof RestConsumerFactory f) {
                return f;
            }
        }
        RestConsumerFactory only = CamelContextHelper.findSingleByType(context, RestConsumerFactory.class);
        if (only != null) {
            return only;
        }
        throw new IllegalStateException("roboflow-webrtc-worker needs an HTTP server: add camel-platform-http-main and set "
                + "camel.server.enabled=true (Camel Main), or camel-platform-http-starter (Spring Boot), or set the REST configuration's "
                + "component");
    }

    private static boolean onClasspath(CamelContext context) {
        return context.getClassResolver().resolveClass("org.apache.camel.component.platform.http.PlatformHttpComponent") != null;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        String origin = exchange.getMessage().getHeader("Origin", String.class);
        if ("OPTIONS".equals(exchange.getMessage().getHeader(Exchange.HTTP_METHOD, String.class))) {
            respond(exchange, new WorkerAnswer(204, new byte[0], corsOrigins().preflight(origin), null));
            callback.done(true);
            return true;
        }
        byte[] body;
        try {
            body = bodyOf(exchange.getMessage());
        } catch (IOException e) {
            WorkerAnswer unreadable = error(400, "RequestError", "The request's body cannot be read: " + e.getMessage());
            respond(exchange, corsOrigins().addTo(unreadable, origin));
            callback.done(true);
            return true;
        }
        Map<String, String> headers = new HashMap<>();
        String authorization = exchange.getMessage().getHeader("Authorization", String.class);
        if (authorization != null) {
            headers.put("Authorization", authorization);
        }
        if (origin != null) {
            headers.put("Origin", origin);
        }
        answer(body, headers).whenComplete((answer, failure) -> {
            respond(exchange, failure == null ? answer
                    : corsOrigins().addTo(error(500, "InternalError", "The worker could not answer"), origin));
            callback.done(false);
        });
        return false;
    }

    /** Of all workers here: a browser's first question does not tell the workflow. */
    private CorsOrigins corsOrigins() {
        return workers.stream().map(WorkerConsumer::corsOrigins).reduce(CorsOrigins.NONE, CorsOrigins::and);
    }

    private static byte[] bodyOf(Message message) throws IOException {
        try (InputStream in = message.getBody(InputStream.class)) {
            return in == null ? new byte[0] : in.readNBytes(MAX_REQUEST_BYTES + 1);
        }
    }

    private CompletionStage<WorkerAnswer> answer(byte[] body, Map<String, String> headers) {
        if (workers.size() == 1 && workers.get(0).servesEverything()) {
            return workers.get(0).initialise(body, headers);
        }
        JsonNode configuration = workflowOf(body);
        String workspace = configuration.path("workspace_name").asText(null);
        String workflowId = configuration.path("workflow_id").asText(null);
        return find(workspace, workflowId)
                .map(worker -> worker.initialise(body, headers))
                .orElseGet(() -> CompletableFuture.completedFuture(corsOrigins().addTo(error(404, "RoboflowAPINotNotFoundError",
                        "No worker here serves " + (workflowId == null ? "a workflow specification" : "workflow '" + workflowId + "'"
                        + (workspace == null ? "" : " of workspace '" + workspace + "'"))
                        + ". Available: " + workers.stream().map(WorkerConsumer::served).toList()), headers.get("Origin"))));
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
            return JSON.readTree(body).path("workflow_configuration");
        } catch (IOException e) {
            // the worker itself says what is wrong with it
            return JSON.missingNode();
        }
    }

    static WorkerAnswer error(int status, String type, String message) {
        ObjectNode json = JSON.createObjectNode().put("message", message).put("error_type", type);
        try {
            return new WorkerAnswer(status, JSON.writeValueAsBytes(json), Map.of(), null);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Writing to memory failed", e);
        }
    }

    static void respond(Exchange exchange, WorkerAnswer answer) {
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setBody(answer.body());
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, answer.status());
        message.setHeader(Exchange.CONTENT_TYPE, "application/json");
        answer.headers().forEach(message::setHeader);
    }
}
