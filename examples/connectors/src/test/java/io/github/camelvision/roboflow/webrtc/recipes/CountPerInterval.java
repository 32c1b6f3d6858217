package io.github.camelvision.roboflow.webrtc.recipes;

import org.apache.camel.builder.RouteBuilder;

/** The largest number of people that were in the frame, once a minute. */
public class CountPerInterval extends RouteBuilder {

    @Override
    public void configure() {
        from("roboflow-webrtc:gate-3?source=rtsp&sourceUri={{cam.gate3}}&workspace=acme&workflowId=people&apiKey={{roboflow.key}}")
                .setBody(simple("${body.detections.byClass(person).size}", Integer.class))
                .aggregate(constant(true), (most, next) -> most == null || most.getMessage().getBody(int.class) < next.getMessage()
                        .getBody(int.class) ? next : most)
                .completionInterval("{{interval:60000}}").completeAllOnStop()
                .to("log:people")
                .to("{{counts.to:kafka:people}}");
    }
}
