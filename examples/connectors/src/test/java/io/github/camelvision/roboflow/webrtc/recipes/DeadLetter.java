package io.github.camelvision.roboflow.webrtc.recipes;

import org.apache.camel.builder.RouteBuilder;

/** A result that the workflow or a step failed with goes to a folder as JSON, after three attempts of the step. */
public class DeadLetter extends RouteBuilder {

    @Override
    public void configure() {
        errorHandler(deadLetterChannel("direct:failed").maximumRedeliveries(3).redeliveryDelay(100).useOriginalMessage());

        from("roboflow-webrtc:gate-3?source=rtsp&sourceUri={{cam.gate3}}&workspace=acme&workflowId=people&apiKey={{roboflow.key}}"
                + "&errorsAsExceptions=true&bridgeErrorHandler=true")
                        .to("{{results.to:kafka:people}}");

        from("direct:failed").errorHandler(noErrorHandler())
                .log("frame ${header.CamelRoboflowWebrtcFrameId} failed: ${exception.message}")
                .filter(body().isNotNull())
                .to("file:{{failed.folder}}?fileName=${header.CamelRoboflowWebrtcFrameId}.json");
    }
}
