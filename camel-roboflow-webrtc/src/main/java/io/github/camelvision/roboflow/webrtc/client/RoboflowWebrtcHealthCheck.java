package io.github.camelvision.roboflow.webrtc.client;

import io.github.camelvision.roboflow.webrtc.core.session.Session;
import io.github.camelvision.roboflow.webrtc.core.session.status.SessionState;
import io.github.camelvision.roboflow.webrtc.core.session.status.SessionStatus;
import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Readiness of a consumer's session: DOWN until it is connected, while it is not or its camera is away, and when it has failed; UP while
 * it streams, while it rests behind its gate, and when it ended as it should. Never liveness: a server that is away is no reason to
 * restart this process, which connects again by itself.
 */
class RoboflowWebrtcHealthCheck extends AbstractHealthCheck {

    private final RoboflowWebrtcConsumer consumer;

    RoboflowWebrtcHealthCheck(RoboflowWebrtcConsumer consumer) {
        super("camel", "consumer:" + consumer.getRouteId());
        this.consumer = consumer;
        setCamelContext(consumer.getEndpoint().getCamelContext());
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        builder.detail("session.name", consumer.getEndpoint().getSessionName());
        if (consumer.player() != null) {
            builder.detail("session.playback", consumer.player().recording());
            String problem = consumer.player().problem();
            if (problem == null) {
                builder.up();
            } else {
                builder.down().message(problem);
            }
            return;
        }
        Session session = consumer.session();
        if (session == null) {
            builder.down().message("Not opened yet").detail("session.state", SessionState.NEW.name());
            return;
        }
        SessionStatus status = session.status();
        builder.detail("session.state", status.state().name());
        builder.detail("session.since", status.since().toString());
        put(builder, "session.id", status.sessionId());
        put(builder, "session.lastError", status.lastError());
        put(builder, "session.dataField", consumer.dataFieldProblem());
        put(builder, "session.frameErrors", session.stats().frameErrors.problem());
        put(builder, "session.nextAttempt", status.nextAttempt());
        put(builder, "session.iceServers", session.stats().iceTrouble());
        if (status.attempt() > 0) {
            builder.detail("session.attempt", status.attempt());
        }
        if (status.state() == SessionState.GATED) {
            builder.detail("session.gated", true);
        }
        put(builder, "session.sourceError", status.sourceError());
        if (status.lasting()) {
            builder.detail("session.lasting", true);
        }
        if (ready(status.state()) && status.sourceError() != null) {
            builder.down().message(status.sourceError());
        } else if (!ready(status.state())) {
            builder.down().message(status.lastError() == null ? "Not connected yet" : status.lastError()).error(session.failure());
        } else {
            builder.up();
        }
    }

    /** The rule, for who looks at many sessions. */
    static boolean ready(RoboflowWebrtcConsumer consumer) {
        if (consumer.player() != null) {
            return consumer.player().problem() == null;
        }
        Session session = consumer.session();
        return session != null && ready(session.status().state()) && session.status().sourceError() == null;
    }

    /** An attempt to connect again is not ready either: it would flicker with each of them. */
    private static boolean ready(SessionState state) {
        return switch (state) {
            case GATED, STREAMING, CLOSING, CLOSED -> true;
            case NEW, CONNECTING, WAITING, FAILED -> false;
        };
    }

    private static void put(HealthCheckResultBuilder builder, String name, Object value) {
        if (value != null) {
            builder.detail(name, value.toString());
        }
    }

    @Override
    public boolean isReadiness() {
        return true;
    }

    @Override
    public boolean isLiveness() {
        return false;
    }
}
