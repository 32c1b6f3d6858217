package io.github.camelvision.roboflow.webrtc.client.internal;

import static io.github.camelvision.roboflow.webrtc.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcComponent;
import java.util.Collection;
import java.util.Optional;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.health.HealthCheckRepository;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

/** A server that is away makes the route not ready, and never kills the process. */
class HealthTest {

    private static Optional<HealthCheck.Result> gate(Collection<HealthCheck.Result> results) {
        return results.stream().filter(result -> result.getCheck().getId().equals("consumer:gate")).findFirst();
    }

    @Test
    void aSessionThatReconnectsIsNotReadyAndNoMatterOfLiveness() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            HealthCheckRegistry registry = HealthCheckRegistry.get(context);
            HealthCheckRepository consumers = (HealthCheckRepository) registry.resolveById("consumers");
            // the context checks consumers only when told so
            consumers.setEnabled(true);
            registry.register(consumers);
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("roboflow-webrtc:gate?source=manual&apiUrl=http://127.0.0.1:9&workspace=test&workflowId=count"
                            + "&reconnectDelay=600s&reconnectMaxDelay=600s").routeId("gate").to("mock:results");
                }
            });
            context.start();
            RoboflowWebrtcComponent component = context.getComponent("roboflow-webrtc", RoboflowWebrtcComponent.class);
            await("an outage").until(() -> component.sessions().opened().get(0).current().status().attempt() > 0);
            HealthCheck.Result ready = gate(HealthCheckHelper.invokeReadiness(context)).orElseThrow();
            assertThat(ready.getState()).isEqualTo(HealthCheck.State.DOWN);
            assertThat(ready.getMessage().orElse("")).contains("127.0.0.1:9");
            assertThat(ready.getDetails()).containsEntry("session.state", "WAITING").containsKey("session.nextAttempt");
            assertThat(gate(HealthCheckHelper.invokeLiveness(context))).isEmpty();
            assertThat(HealthCheckHelper.invokeLiveness(context)).allMatch(result -> result.getState() == HealthCheck.State.UP);
        }
    }
}
