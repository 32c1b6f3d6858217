package io.github.camelvision.roboflow.webrtc.fleet;

import static io.github.camelvision.roboflow.webrtc.fleet.RoboflowWebrtcFleetEndpointBuilder.roboflowWebrtcFleet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.endpoint.EndpointRouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

class FleetEndpointTest {

    private static final String LOGIN =
            "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"u\" password=\"s3cr3t\";";

    @Test
    void settingsOfKafkasClientKeepTheirNamesAndTheirSecrets() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            FleetEndpoint endpoint = context.getEndpoint("roboflow-webrtc-fleet:plant?registry=kafka:cameras&brokers=a:9092,b:9092"
                    + "&kafka.security.protocol=SASL_SSL&kafka.sasl.jaas.config=RAW(" + LOGIN + ")&kafka.ssl.key.password=s3cr3t",
                    FleetEndpoint.class);
            assertThat(endpoint.getKafka()).isEqualTo(
                    Map.of("security.protocol", "SASL_SSL", "sasl.jaas.config", LOGIN, "ssl.key.password", "s3cr3t"));
            assertThat(endpoint.getBrokers()).isEqualTo("a:9092,b:9092");
            assertThat(endpoint.toString() + endpoint.getEndpointUri()).contains("SASL_SSL").doesNotContain("s3cr3t");
        }
    }

    @Test
    void theEndpointDslHasAllOfIt() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.addRoutes(new EndpointRouteBuilder() {
                @Override
                public void configure() {
                    from(roboflowWebrtcFleet("plant").registry("kafka:cameras").brokers("a:9092").assignment(FleetAssignment.kafka)
                            .sessionTimeout(Duration.ofSeconds(45)).kafka("security.protocol", "SSL").workflowId("numbers"))
                                    .autoStartup(false).to("mock:all");
                }
            });
            context.start();
            FleetEndpoint endpoint = (FleetEndpoint) context.getRoutes().get(0).getEndpoint();
            assertThat(endpoint.getFleetName()).isEqualTo("plant");
            assertThat(endpoint.getRegistry()).isEqualTo("kafka:cameras");
            assertThat(endpoint.getBrokers()).isEqualTo("a:9092");
            assertThat(endpoint.getAssignment()).isEqualTo(FleetAssignment.kafka);
            assertThat(endpoint.getSessionTimeout()).isEqualTo(45_000);
            assertThat(endpoint.getKafka()).isEqualTo(Map.of("security.protocol", "SSL"));
            assertThat(endpoint.getConfiguration().getWorkflowId()).isEqualTo("numbers");
        }
    }

    @Test
    void aTopicNeedsBrokers() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("roboflow-webrtc-fleet:plant?registry=kafka:cameras").routeId("fleet").to("mock:all");
                }
            });
            assertThatThrownBy(context::start)
                    .hasStackTraceContaining("Route fleet, fleet plant: registry=kafka:cameras needs the option brokers");
        }
    }
}
