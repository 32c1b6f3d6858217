package io.github.camelvision.roboflow.webrtc.worker;

import io.github.camelvision.roboflow.webrtc.core.worker.WorkerSession;
import io.github.camelvision.roboflow.webrtc.core.worker.WorkerStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.Route;
import org.apache.camel.spi.annotations.DevConsole;
import org.apache.camel.support.console.AbstractDevConsole;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;

/** The workers of the context and their open sessions with their counters, as text and JSON. */
@DevConsole(name = "roboflow-webrtc-worker", displayName = "Roboflow WebRTC Worker",
        description = "Workers of the component roboflow-webrtc-worker and their sessions")
public class WorkerDevConsole extends AbstractDevConsole {

    public WorkerDevConsole() {
        super("camel", WorkerComponent.SCHEME, "Roboflow WebRTC Worker",
                "Workers of the component roboflow-webrtc-worker and their sessions");
    }

    @Override
    protected String doCallText(Map<String, Object> options) {
        StringBuilder text = new StringBuilder();
        for (WorkerConsumer worker : workers()) {
            text.append(worker.getEndpoint().getWorkerName()).append(":\n");
            describe(worker).forEach((name, value) -> text.append("    ").append(name).append(": ").append(value).append('\n'));
            for (WorkerSession session : worker.openSessions()) {
                text.append("    session ").append(session.id()).append(":\n");
                describe(session).forEach((name, value) -> text.append("        ").append(name).append(": ").append(value).append('\n'));
            }
        }
        return text.toString();
    }

    @Override
    protected Map<String, Object> doCallJson(Map<String, Object> options) {
        JsonArray all = new JsonArray();
        for (WorkerConsumer worker : workers()) {
            JsonObject json = new JsonObject();
            json.put("name", worker.getEndpoint().getWorkerName());
            json.putAll(describe(worker));
            JsonArray sessions = new JsonArray();
            for (WorkerSession session : worker.openSessions()) {
                JsonObject one = new JsonObject();
                one.put("id", session.id());
                one.putAll(describe(session));
                sessions.add(one);
            }
            json.put("openSessions", sessions);
            all.add(json);
        }
        JsonObject root = new JsonObject();
        root.put("workers", all);
        return root;
    }

    private List<WorkerConsumer> workers() {
        List<WorkerConsumer> all = new ArrayList<>();
        for (Route route : getCamelContext().getRoutes()) {
            if (route.getConsumer() instanceof WorkerConsumer worker) {
                all.add(worker);
            }
        }
        return all;
    }

    private static JsonObject describe(WorkerConsumer worker) {
        JsonObject json = new JsonObject();
        json.put("serves", worker.served());
        json.put("path", worker.getEndpoint().getConfiguration().getPath());
        json.put("sessions", worker.getSessions());
        json.put("maxSessions", worker.getEndpoint().getConfiguration().getMaxSessions());
        json.put("sessionsOpened", worker.getSessionsOpened());
        json.put("sessionsRefused", worker.getSessionsRefused());
        return json;
    }

    private static JsonObject describe(WorkerSession session) {
        WorkerStatistics counted = session.statistics();
        JsonObject json = new JsonObject();
        json.put("state", session.state().name());
        json.put("since", session.since().toString());
        json.put("workflow", workflow(session));
        json.put("source", session.request().origin().name());
        json.put("realtime", session.request().realtime());
        json.put("framesIn", counted.framesIn());
        json.put("framesProcessed", counted.framesProcessed());
        json.put("framesFailed", counted.framesFailed());
        json.put("droppedLate", counted.droppedLate());
        json.put("droppedOverflow", counted.droppedOverflow());
        json.put("videoFramesOut", counted.videoFramesOut());
        json.put("messagesOut", counted.messagesOut());
        json.put("bytesOut", counted.bytesOut());
        json.put("uploadBytes", counted.uploadBytes());
        json.put("badMessages", counted.badMessages());
        json.put("captureReconnects", counted.captureReconnects());
        return json;
    }

    private static String workflow(WorkerSession session) {
        String id = session.request().workflow().workflowId();
        return id == null ? "a specification of its own" : session.request().workflow().workspace() + "/" + id;
    }
}
