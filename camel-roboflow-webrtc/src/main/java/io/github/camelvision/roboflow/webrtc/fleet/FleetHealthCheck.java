package io.github.camelvision.roboflow.webrtc.fleet;

import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcConsumer;
import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Health of a fleet. It is DOWN when there are cameras and none is ready, as a session's own health has it, since none can start for
 * instance, or when the registry cannot be read: what an orchestrator may repair by another start. Single cameras that are not ready are
 * details; meters and JMX have them, too.
 */
final class FleetHealthCheck extends AbstractHealthCheck {

    private final FleetConsumer consumer;

    FleetHealthCheck(FleetConsumer consumer) {
        super("camel", "consumer:" + consumer.getRouteId());
        this.consumer = consumer;
        setCamelContext(consumer.getEndpoint().getCamelContext());
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        Map<String, RoboflowWebrtcConsumer> running = consumer.running();
        int refused = consumer.refused();
        long ready = running.values().stream().filter(RoboflowWebrtcConsumer::isReady).count();
        builder.detail("fleet.name", consumer.getEndpoint().getFleetName());
        builder.detail("fleet.cameras", running.size());
        builder.detail("fleet.connected", consumer.getCamerasConnected());
        builder.detail("fleet.ready", ready);
        running.forEach((name, camera) -> {
            if (!camera.isReady()) {
                builder.detail("camera." + name, camera.getSessionState());
            }
        });
        consumer.getMistakes().forEach((name, mistake) -> builder.detail("mistake." + name, mistake));
        if (consumer.getRegistryProblem() != null) {
            builder.down().message(consumer.getRegistryProblem());
        } else if (running.size() + refused > 0 && ready == 0) {
            builder.down().message("None of " + (running.size() + refused) + " cameras is ready");
        } else {
            builder.up();
        }
    }

    @Override
    public boolean isLiveness() {
        return false;
    }
}
