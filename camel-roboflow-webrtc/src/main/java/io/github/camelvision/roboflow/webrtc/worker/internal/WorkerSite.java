package io.github.camelvision.roboflow.webrtc.worker.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelvision.roboflow.webrtc.core.memory.MemoryBudget;
import io.github.camelvision.roboflow.webrtc.core.signalling.http.UserAgent;
import io.github.camelvision.roboflow.webrtc.core.worker.WorkerAnswer;
import io.github.camelvision.roboflow.webrtc.core.worker.WorkerServer;
import io.github.camelvision.roboflow.webrtc.core.worker.WorkerSession;
import io.github.camelvision.roboflow.webrtc.core.worker.request.WorkerRejectedException;
import io.github.camelvision.roboflow.webrtc.http.HttpServers;
import io.github.camelvision.roboflow.webrtc.worker.WorkerComponent;
import io.github.camelvision.roboflow.webrtc.worker.WorkerConsumer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.service.ServiceHelper;

/**
 * What a base URL serves besides the opening of sessions, for all workers below it: {@code GET /info}, and heartbeat and end of a
 * session by its id, as Roboflow's quota protocol has them.
 */
final class WorkerSite {

    private static final String HEARTBEAT = "/webrtc/session/heartbeat";
    /** Where Roboflow's server has it, and where one would look for it. */
    private static final List<String> ENDS = List.of("/webrtc/session/heartbeat/end", "/webrtc/session/end");
    private static final int MAX_ID = 64;
    private static final String EXPECTED = "Expected a JSON object with session_id, as the answer to the offer told it, and api_key";

    private final String uuid = UUID.randomUUID().toString();
    private final CamelContext context;
    private final String base;
    private final MemoryBudget memory;
    private final List<WorkerConsumer> workers = new CopyOnWriteArrayList<>();
    private final List<Consumer> endpoints = new ArrayList<>();

    /** @param base path without a slash at its end; empty for the root */
    WorkerSite(CamelContext context, String base, MemoryBudget memory) {
        this.context = context;
        this.base = base;
        this.memory = memory;
    }

    /** The base of a path that opens sessions: all but its last part. */
    static String baseOf(String path) {
        String absolute = path.startsWith("/") ? path : "/" + path;
        return absolute.substring(0, absolute.lastIndexOf('/'));
    }

    void add(WorkerConsumer worker) {
        workers.add(worker);
    }

    /** True when it was the last one. */
    boolean remove(WorkerConsumer worker) {
        workers.remove(worker);
        return workers.isEmpty();
    }

    void startHttp() throws Exception {
        serve("GET", "/info", exchange -> WorkerHttp.answer(200, info()));
        post(HEARTBEAT, WorkerSession::heartbeat);
        for (String path : ENDS) {
            post(path, WorkerSession::close);
        }
        HttpServers.start(WorkerComponent.SCHEME, endpoints);
    }

    private void post(String path, java.util.function.Consumer<WorkerSession> action) throws Exception {
        serve("POST", path, exchange -> onSession(exchange, action));
        endpoints.add(WorkerHttp.endpoint(context, "OPTIONS", base + path, exchange -> WorkerHttp.respond(exchange,
                new WorkerAnswer(204, new byte[0], corsOrigins().preflight(WorkerHttp.origin(exchange)), null))));
    }

    private void serve(String verb, String path, Answering answering) throws Exception {
        Processor processor = exchange -> WorkerHttp.respond(exchange,
                corsOrigins().addTo(answering.answer(exchange), WorkerHttp.origin(exchange)));
        endpoints.add(WorkerHttp.endpoint(context, verb, base + path, processor));
    }

    private CorsOrigins corsOrigins() {
        return workers.stream().map(WorkerConsumer::corsOrigins).reduce(CorsOrigins.NONE, CorsOrigins::and);
    }

    @FunctionalInterface
    private interface Answering {
        WorkerAnswer answer(Exchange exchange) throws IOException;
    }

    void stopHttp() {
        ServiceHelper.stopAndShutdownServices(endpoints);
        endpoints.clear();
    }

    private ObjectNode info() {
        ObjectNode json = WorkerHttp.object().put("name", "camel-roboflow-webrtc-worker").put("version", UserAgent.version())
                .put("uuid", uuid);
        json.put("description", "Roboflow WebRTC inference served by Apache Camel routes");
        ArrayNode list = json.putArray("workers");
        int sessions = 0;
        for (WorkerConsumer worker : workers) {
            ObjectNode one = list.addObject();
            one.put("name", worker.getEndpoint().getWorkerName());
            one.put("path", worker.getEndpoint().getConfiguration().getPath());
            one.put("workspace", worker.workspace());
            one.put("workflow_id", worker.workflowId());
            one.put("sessions", worker.getSessions());
            one.put("max_sessions", worker.getEndpoint().getConfiguration().getMaxSessions());
            sessions += worker.getSessions();
        }
        return json.put("sessions", sessions);
    }

    private WorkerAnswer onSession(Exchange exchange, java.util.function.Consumer<WorkerSession> action) {
        JsonNode request;
        try (RequestBody body = RequestBody.read(exchange.getMessage(), memory)) {
            request = WorkerHttp.json().readTree(body.bytes());
        } catch (IOException e) {
            // the parser's message would quote the body, which holds a key
            return WorkerHttp.malformed("", EXPECTED);
        } catch (WorkerRejectedException e) {
            return WorkerServer.refusal(e);
        }
        String id = request.path("session_id").asText("");
        if (id.isEmpty() || id.length() > MAX_ID) {
            return WorkerHttp.malformed("session_id", EXPECTED);
        }
        Map<String, String> headers = WorkerHttp.headers(exchange.getMessage());
        String key = request.path("api_key").asText(null);
        boolean letIn = false;
        for (WorkerConsumer worker : workers) {
            if (worker.letsIn(key, headers)) {
                letIn = true;
                WorkerSession session = worker.session(id);
                if (session != null) {
                    action.accept(session);
                    return WorkerHttp.answer(200, WorkerHttp.object().put("status", "ok").put("session_id", session.id()));
                }
            }
        }
        return letIn ? refused(404, "SessionNotFound", "session not found", "No session of this id is open here")
                : refused(401, "RoboflowAPINotAuthorizedError", "unauthorized", "The API key is missing or not known here");
    }

    /** @param told in {@code detail}, word for word as Roboflow's server has it */
    private static WorkerAnswer refused(int status, String type, String told, String message) {
        ObjectNode json = WorkerHttp.object().put("message", message).put("error_type", type);
        json.putObject("detail").put("status", "error").put("message", told);
        return WorkerHttp.answer(status, json);
    }
}
