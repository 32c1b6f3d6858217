package io.github.camelvision.roboflow.webrtc.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Options of sharing cameras that do not go together are told before anything connects, with the route and the cure. */
class FleetOptionsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "registry=file:cams.yaml&assignment=kafka | it needs registry=kafka:topic",
            "registry=file:cams.yaml&groupId=plant | groupId is of nodes that share cameras: add assignment=kafka, or leave it out",
            "registry=kafka:cams&brokers=localhost:9&groupInstanceId=a | groupInstanceId is of nodes that share cameras",
            "registry=kafka:cams&brokers=localhost:9&assignment=kafka&sessionTimeout=5s | sessionTimeout must be at least 6000 ms",
            "registry=kafka:cams&assignment=kafka | needs the option brokers"})
    void areRefused(String options, String sentence) throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("roboflow-webrtc-fleet:plant?workspace=test&workflowId=numbers&" + options).routeId("gate").to("log:results");
                }
            });
            assertThatThrownBy(context::start).hasStackTraceContaining("Route gate, fleet plant: ").hasStackTraceContaining(sentence);
        }
    }

    @Test
    void theDefaultsAreAFleetOfOneNode() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            FleetEndpoint endpoint = context.getEndpoint("roboflow-webrtc-fleet:plant?registry=file:cams.yaml", FleetEndpoint.class);
            endpoint.checkAssignment();
            assertThat(endpoint.getAssignment()).isEqualTo(FleetAssignment.all);
            assertThat(endpoint.getSessionTimeout()).isEqualTo(20_000);
        }
    }
}
