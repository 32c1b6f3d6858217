package io.github.camelvision.roboflow.webrtc.recipes;

import org.apache.camel.builder.RouteBuilder;

/** Clients in one's own network reach the gateway only. Roboflow's key stays here. */
public class Gateway extends RouteBuilder {

    @Override
    public void configure() {
        from("roboflow-webrtc-worker:gateway?workflowId=people&apiKeys={{worker.keys}}&maxInFlight=8&ackWindow=8")
                .to("roboflow-webrtc:up?source=manual&apiUrl={{server}}&workspace=acme&workflowId=brightness&apiKey={{roboflow.key}}");
    }
}
