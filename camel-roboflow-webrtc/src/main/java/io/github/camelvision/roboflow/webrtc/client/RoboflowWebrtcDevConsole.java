package io.github.camelvision.roboflow.webrtc.client;

import io.github.camelvision.roboflow.webrtc.core.session.Session;
import io.github.camelvision.roboflow.webrtc.core.session.status.SessionStats;
import io.github.camelvision.roboflow.webrtc.core.session.status.SessionStatus;
import io.github.camelvision.roboflow.webrtc.core.source.SourceCounters;
import io.github.camelvision.roboflow.webrtc.core.source.UploadProgress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.spi.annotations.DevConsole;
import org.apache.camel.support.console.AbstractDevConsole;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;

/** Where each session of the context stands, as text and JSON: state, attempts, last error, counters, network path. */
@DevConsole(name = "roboflow-webrtc", displayName = "Roboflow WebRTC", description = "Sessions of the component roboflow-webrtc")
public class RoboflowWebrtcDevConsole extends AbstractDevConsole {

    public RoboflowWebrtcDevConsole() {
        super("camel", RoboflowWebrtcComponent.SCHEME, "Roboflow WebRTC", "Sessions of the component roboflow-webrtc");
    }

    @Override
    protected String doCallText(Map<String, Object> options) {
        StringBuilder text = new StringBuilder();
        for (JsonObject session : sessions()) {
            text.append(session.get("name")).append(":\n");
            session.forEach((name, value) -> {
                if (!name.equals("name")) {
                    text.append("    ").append(name).append(": ").append(value).append('\n');
                }
            });
        }
        return text.toString();
    }

    @Override
    protected Map<String, Object> doCallJson(Map<String, Object> options) {
        JsonObject root = new JsonObject();
        root.put("sessions", new JsonArray(sessions()));
        return root;
    }

    private List<JsonObject> sessions() {
        List<JsonObject> all = new ArrayList<>();
        for (String name : getCamelContext().getComponentNames()) {
            if (getCamelContext().hasComponent(name) instanceof RoboflowWebrtcComponent component && component.sessions() != null) {
                component.sessions().opened().forEach(session -> all.add(describe(session.name(), session.current())));
            }
        }
        return all;
    }

    /** Only what is there, so that a quiet session is a short text. */
    private static JsonObject describe(String name, Session session) {
        SessionStatus status = session.status();
        SessionStats stats = session.stats();
        JsonObject json = new JsonObject();
        json.put("name", name);
        json.put("state", status.state().name());
        json.put("since", status.since().toString());
        json.put("connection", status.connection());
        put(json, "sessionId", status.sessionId());
        put(json, "candidatePair", stats.candidatePair());
        if (status.attempt() > 0) {
            json.put("attempt", status.attempt());
        }
        put(json, "nextAttempt", status.nextAttempt() == null ? null : status.nextAttempt().toString());
        put(json, "lastError", status.lastError());
        json.put("predictions", stats.results());
        json.put("frames", stats.frames());
        json.put("framesSent", stats.framesSent());
        if (!Double.isNaN(stats.latencyMillis())) {
            json.put("latencyMs", Math.round(stats.latencyMillis()));
        }
        json.put("lastFrameId", stats.lastFrameId());
        json.put("reconnects", stats.reconnects());
        json.put("protocolErrors", stats.protocolErrors());
        json.put("mailboxDropped", stats.mailboxDropped());
        put(json, "dropped", stats.dropped());
        put(json, "framesDropped", stats.framesDropped());
        put(json, "framesSkipped", stats.framesSkipped());
        put(json, "renewals", stats.renewals());
        UploadProgress upload = stats.upload();
        if (upload != null) {
            json.put("upload", upload.bytes() + " of " + upload.totalBytes() + " bytes");
        }
        SourceCounters capture = stats.capture();
        if (capture.captured() > 0) {
            json.put("captured", capture.captured());
            json.put("captureSent", capture.sent());
            json.put("captureDropped", capture.dropped());
            put(json, "captureSpared", capture.spared());
            json.put("captureInterruptions", capture.interruptions());
        }
        return json;
    }

    private static void put(JsonObject json, String name, long count) {
        if (count > 0) {
            json.put(name, count);
        }
    }

    private static void put(JsonObject json, String name, String value) {
        if (value != null) {
            json.put(name, value);
        }
    }
}
