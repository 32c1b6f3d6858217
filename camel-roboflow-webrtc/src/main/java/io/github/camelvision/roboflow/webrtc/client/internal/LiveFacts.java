package io.github.camelvision.roboflow.webrtc.client.internal;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcConfiguration;
import io.github.camelvision.roboflow.webrtc.client.option.SourceType;
import io.github.camelvision.roboflow.webrtc.core.objects.SceneState;
import io.github.camelvision.roboflow.webrtc.core.session.Emit;
import io.github.camelvision.roboflow.webrtc.core.session.status.SessionState;
import io.github.camelvision.roboflow.webrtc.core.session.status.SessionStats;
import io.github.camelvision.roboflow.webrtc.core.session.status.SessionStatus;
import io.github.camelvision.roboflow.webrtc.live.LiveSession;
import io.github.camelvision.roboflow.webrtc.live.LiveTap;
import io.github.camelvision.roboflow.webrtc.metrics.MeteredSession;
import io.github.camelvision.roboflow.webrtc.objects.CameraEvents;
import java.util.Map;
import java.util.function.Supplier;

/** Says of a session what the live view shows. Nothing of the options but what is named here: they hold credentials. */
final class LiveFacts {

    /** What the reasons of {@link MeteredSession#drops} mean. */
    private static final Map<String, String> WORDS = Map.of(
            "route", "the route was slower than the results",
            "machine", "this machine could not keep up with reading",
            "unreadable", "messages that could not be read",
            "not_sent", "not sent: no connection, or newer frames came first",
            "clips", "missing from clips: came faster than they can be written",
            "skipped", "sent, but skipped on the way or by the server");

    private LiveFacts() {}

    /** @param objects what makes its events of objects; gives null where none are made */
    static LiveSession session(String name, MeteredSession metered, RoboflowWebrtcConfiguration options, LiveTap tap,
            Supplier<CameraEvents> objects) {
        SessionStatus status = metered.session().status();
        SessionStats stats = metered.session().stats();
        ObjectNode facts = JsonNodeFactory.instance.objectNode();
        facts.put("kind", "client").put("name", name).put("state", status.state().name()).put("level", level(status.state()))
                .put("since", status.since().toEpochMilli())
                .put("handled", options.effectiveEmit() == Emit.frames ? stats.frames() : stats.results());
        ObjectNode dropped = facts.putObject("dropped");
        metered.drops().forEach((reason, count) -> dropped.put(WORDS.getOrDefault(reason, reason), count.getAsLong()));
        if (!Double.isNaN(stats.latencyMillis())) {
            facts.put("latencyMs", Math.round(stats.latencyMillis()));
        } else {
            facts.put("noLatency", options.getSource() == SourceType.manual ? "no answer yet" : "known for frames of producers only");
        }
        facts.put("lastError", status.lastError());
        if (status.state() == SessionState.STREAMING) {
            facts.put("failing", stats.frameErrors.problem());
        }
        if (status.nextAttempt() != null) {
            facts.put("nextAttempt", status.nextAttempt().toEpochMilli());
        }
        frame(facts, options);
        ObjectNode details = facts.putObject("details");
        details.put("Source", options.getSource().name());
        details.put("Frames sent", stats.framesSent());
        details.put("Predictions", stats.results());
        details.put("Frames returned", stats.frames());
        details.put("Frames with errors", stats.frameErrors.total());
        details.put("Waiting for the route", metered.queued().getAsInt() + " of " + options.getQueueSize());
        if (stats.upload() != null) {
            details.put("Upload", stats.upload().percent() + " %");
        }
        details.put("Connection", status.connection() + (status.attempt() > 0 ? ", attempt " + status.attempt() : ""));
        details.put("Reconnects", stats.reconnects());
        details.put("Renewals", stats.renewals());
        details.put("Connected", metered.session().connected().toSeconds() + " s");
        details.put("Network path", stats.candidatePair());
        details.put("Session id", status.sessionId());
        return new LiveSession("client/" + name, facts, tap, () -> scene(objects.get()));
    }

    private static SceneState scene(CameraEvents objects) {
        return objects == null ? null : objects.state();
    }

    private static String level(SessionState state) {
        return switch (state) {
            case GATED, STREAMING -> "ok";
            case NEW, CONNECTING -> "busy";
            case WAITING, FAILED -> "bad";
            case CLOSING, CLOSED -> "over";
        };
    }

    private static void frame(ObjectNode facts, RoboflowWebrtcConfiguration options) {
        boolean here = !options.getSource().readByServer();
        if (options.effectiveEmit() == Emit.paired) {
            facts.put("hasFrames", true).put("frames", "The frame that the server returned, with the boxes of its own result.");
        } else if (options.effectiveEmit() == Emit.frames) {
            facts.put("hasFrames", true).put("frames", "The frame that the server returned, as it is (emit=frames).");
        } else if (here) {
            facts.put("hasFrames", true).put("frames", options.getSource() == SourceType.manual
                    ? "The frame that was sent, with the boxes of its own result."
                    : "The newest frame that was sent; the boxes may be some frames older.");
        } else {
            facts.put("hasFrames", false).put("frames", "No frames here: with source=" + options.getSource() + " and emit="
                    + options.getEmit() + " only predictions come to this side. With "
                    + (options.makesObjects() ? "snapshots or clipDirectory" : "emit=paired") + " the server returns its frames, too.");
        }
    }
}
