package io.github.camelvision.roboflow.webrtc.recipes;

import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;

/** A barcode was read: what does the camera see now? The order keeps its body and gets the number of parts as a header. */
public class AskWhenNeeded extends RouteBuilder {

    @Override
    public void configure() {
        from("direct:order")
                .pollEnrich("roboflow-webrtc:table?source=rtsp&sourceUri={{cam.table}}&workspace=acme&workflowId=parts"
                        + "&apiKey={{roboflow.key}}", 5000, AskWhenNeeded::addCount)
                .to("{{orders.to:kafka:orders}}");
    }

    /** {@code answer} is null when nothing came within 5 s. */
    private static Exchange addCount(Exchange order, Exchange answer) {
        if (answer == null) {
            throw new IllegalStateException("The camera gave no result within 5 s");
        }
        order.getMessage().setHeader("parts", answer.getMessage().getBody(InferenceResult.class).detections().getSize());
        return order;
    }
}
