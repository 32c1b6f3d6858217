package io.github.camelvision.roboflow.webrtc;

import org.apache.camel.builder.RouteBuilder;

/** The Java DSL's part of {@link DslIT}, shown in the guide. */
class JavaDslRoutes extends RouteBuilder {

    @Override
    public void configure() {
        // tag::routes[]
        from("roboflow-webrtc:java?apiUrl={{server}}&workspace=acme&workflowId=numbers&dataField=number&queueSize=100")
                .to("mock:predictions");
        from("direct:frames").to("roboflow-webrtc:java");
        // end::routes[]
    }
}
