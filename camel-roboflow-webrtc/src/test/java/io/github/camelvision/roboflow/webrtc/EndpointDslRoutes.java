package io.github.camelvision.roboflow.webrtc;

import static io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcEndpointBuilder.roboflowWebrtc;

import java.time.Duration;
import org.apache.camel.builder.endpoint.EndpointRouteBuilder;

/** The endpoint DSL's part of {@link DslIT}, shown in the guide. */
class EndpointDslRoutes extends EndpointRouteBuilder {

    @Override
    public void configure() {
        // tag::routes[]
        from(roboflowWebrtc("endpoint-dsl").apiUrl("{{server}}").workspace("acme").workflowId("numbers")
                .dataField("number").queueSize(100).reconnectMaxDelay(Duration.ofMinutes(1)).param("confidence", 0.4))
                        .to(mock("predictions"));
        from(direct("frames")).to(roboflowWebrtc("endpoint-dsl"));
        // end::routes[]
    }
}
