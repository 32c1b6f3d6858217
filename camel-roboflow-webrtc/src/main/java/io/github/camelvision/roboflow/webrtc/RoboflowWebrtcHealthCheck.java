package io.github.camelvision.roboflow.webrtc;

import io.github.camelvision.roboflow.webrtc.core.session.Session;
import io.github.camelvision.roboflow.webrtc.core.session.SessionState;
import io.github.camelvision.roboflow.webrtc.core.session.SessionStatus;
import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** DOWN while the session of a consumer waits to reconnect or has failed; UP otherwise. */
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
        Session session = consumer.session();
        if (session == null) {
            builder.up().detail("session.state", SessionState.NEW.name());
            return;
        }
        SessionStatus status = session.status();
        builder.detail("session.state", status.state().name());
        builder.detail("session.since", status.since().toString());
        if (status.state() == SessionState.WAITING || status.state() == SessionState.FAILED) {
            builder.down().message(status.lastError()).detail("session.attempt", status.attempt());
            if (status.nextAttempt() != null) {
                builder.detail("session.nextAttempt", status.nextAttempt().toString());
            }
        } else {
            builder.up();
        }
    }
}
