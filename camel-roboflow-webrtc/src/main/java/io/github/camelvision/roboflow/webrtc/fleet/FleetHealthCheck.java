package io.github.camelvision.roboflow.webrtc.fleet;

import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Health of a fleet. It is DOWN when cameras run and none is connected, or when the registry cannot be read: what an orchestrator may
 * repair by another start. Single cameras that are not connected are details; meters and JMX have them, too.
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
        int running = consumer.getCameras();
        long connected = consumer.getCamerasConnected();
        builder.detail("fleet.name", consumer.getEndpoint().getFleetName());
        builder.detail("fleet.cameras", running);
        builder.detail("fleet.connected", connected);
        consumer.getCameraStates().forEach((name, state) -> {
            if (!FleetConsumer.connected(state)) {
                builder.detail("camera." + name, state);
            }
        });
        consumer.getMistakes().forEach((name, mistake) -> builder.detail("mistake." + name, mistake));
        if (consumer.getRegistryProblem() != null) {
            builder.down().message(consumer.getRegistryProblem());
        } else if (running > 0 && connected == 0) {
            builder.down().message("None of " + running + " cameras is connected");
        } else {
            builder.up();
        }
    }

    @Override
    public boolean isLiveness() {
        return false;
    }
}
