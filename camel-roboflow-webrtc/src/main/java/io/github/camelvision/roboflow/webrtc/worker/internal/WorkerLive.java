package io.github.camelvision.roboflow.webrtc.worker.internal;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelvision.roboflow.webrtc.core.detection.Detections;
import io.github.camelvision.roboflow.webrtc.core.json.Json;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.worker.WorkerServer;
import io.github.camelvision.roboflow.webrtc.core.worker.WorkerSession;
import io.github.camelvision.roboflow.webrtc.core.worker.WorkerStatistics;
import io.github.camelvision.roboflow.webrtc.core.worker.output.FrameTask;
import io.github.camelvision.roboflow.webrtc.live.LiveFrame;
import io.github.camelvision.roboflow.webrtc.live.LiveSession;
import io.github.camelvision.roboflow.webrtc.live.LiveTap;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** What the live view sees of one worker. From any thread. */
public final class WorkerLive {

    /** Enough to find the session in the log, too little to guess the rest. */
    private static final int SHOWN_ID = 6;
    private static final ObjectMapper JSON = Json.plain();

    private final String name;
    private final WorkerServer server;
    private final Map<String, LiveTap> taps = new ConcurrentHashMap<>();
    /** By session: how many of its newest frames failed in a row. */
    private final Map<String, Long> failing = new ConcurrentHashMap<>();

    public WorkerLive(String name, WorkerServer server) {
        this.name = name;
        this.server = server;
    }

    /** The open sessions; the worker itself while it has none. */
    public List<LiveSession> sessions() {
        List<LiveSession> all = new ArrayList<>();
        for (WorkerSession session : server.sessions()) {
            all.add(live(session));
        }
        Set<String> open = server.sessions().stream().map(WorkerSession::id).collect(Collectors.toSet());
        taps.keySet().retainAll(open);
        failing.keySet().retainAll(open);
        if (all.isEmpty()) {
            ObjectNode facts = facts(name, "LISTENING", "over", server.statistics());
            facts.put("hasFrames", false).put("frames", "No client is connected.");
            all.add(new LiveSession("worker/" + name, facts, new LiveTap(), () -> null));
        }
        return all;
    }

    private LiveSession live(WorkerSession session) {
        // who knows the whole id may end the session: the view has no login
        String shown = session.id().substring(0, Math.min(SHOWN_ID, session.id().length()));
        ObjectNode facts = facts(name + " / " + shown, session.state().name(), switch (session.state()) {
            case NEW, NEGOTIATING -> "busy";
            case STREAMING -> "ok";
            case DRAINING, CLOSED -> "over";
        }, session.statistics());
        Long failed = failing.get(session.id());
        if (failed != null) {
            facts.put("failing",
                    failed == 1 ? "The route failed on the newest frame" : "The route failed on " + failed + " frames in a row");
        }
        facts.put("hasFrames", true).put("frames", "The frame that the client sent, with the boxes that the route found.");
        return new LiveSession("worker/" + name + "/" + shown, facts, taps.computeIfAbsent(session.id(), id -> new LiveTap()), () -> null);
    }

    private static ObjectNode facts(String name, String state, String level, WorkerStatistics statistics) {
        ObjectNode facts = JsonNodeFactory.instance.objectNode();
        facts.put("kind", "worker").put("name", name).put("state", state).put("level", level)
                .put("handled", statistics.framesProcessed());
        facts.putObject("dropped").put("too late for the route", statistics.droppedLate())
                .put("the client was slower than the results", statistics.droppedOverflow())
                .put("messages that could not be read", statistics.badMessages());
        facts.put("noLatency", "the client measures it");
        facts.putObject("details").put("Frames received", statistics.framesIn()).put("Frames processed", statistics.framesProcessed())
                .put("Frames failed", statistics.framesFailed()).put("Frames returned", statistics.videoFramesOut())
                .put("Results sent", statistics.messagesOut()).put("Bytes sent", statistics.bytesOut())
                .put("Bytes uploaded", statistics.uploadBytes());
        return facts;
    }

    /** The route is done with a frame. */
    public void processed(FrameTask task, Map<String, Object> outputs, Throwable failure) {
        if (failure == null) {
            failing.remove(task.sessionId());
        } else {
            failing.merge(task.sessionId(), 1L, Long::sum);
        }
        LiveTap tap = taps.get(task.sessionId());
        if (tap == null || !tap.watched()) {
            return;
        }
        Map<String, Object> known = outputs == null ? Map.of() : outputs;
        tap.show(new LiveFrame(task.frame().i420().length, task.metadata() == null ? 0 : task.metadata().frameId(), task::frame, true,
                () -> Detections.among(json(known)), () -> json(known),
                failure == null ? List.of() : List.of("The route failed: " + failure.getClass().getSimpleName())));
    }

    private static ObjectNode json(Map<String, Object> outputs) {
        ObjectNode json = JSON.createObjectNode();
        outputs.forEach((name, value) -> {
            if (value instanceof Frame || value instanceof BufferedImage) {
                json.put(name, "(image)");
            } else {
                try {
                    json.set(name, JSON.valueToTree(value));
                } catch (IllegalArgumentException e) {
                    json.put(name, "(" + e.getClass().getSimpleName() + ")");
                }
            }
        });
        return json;
    }
}
