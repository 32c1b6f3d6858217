package io.github.camelvision.roboflow.webrtc.recipes;

import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;

/** Each result with a defect is posted. A post is tried four times; then its JSON goes to a folder. The camera never waits. */
public class Webhook extends RouteBuilder {

    @Override
    public void configure() {
        from("roboflow-webrtc:line-1?source=rtsp&sourceUri={{cam.line1}}&workspace=acme&workflowId=defects&apiKey={{roboflow.key}}")
                .filter(simple("${body.detections.byClass(defect).size} > 0"))
                .to("seda:webhook?size=1000&discardWhenFull=true");

        from("seda:webhook?size=1000")
                .errorHandler(deadLetterChannel("direct:undelivered").maximumRedeliveries(3).redeliveryDelay(500)
                        .useExponentialBackOff().backOffMultiplier(2))
                .setHeader(Exchange.HTTP_METHOD, constant("POST"))
                .setHeader("Idempotency-Key", simple("${header.CamelRoboflowWebrtcSessionId}-${header.CamelRoboflowWebrtcFrameId}"))
                .to("{{webhook.url}}?connectTimeout=5000&responseTimeout=10000");

        from("direct:undelivered").errorHandler(noErrorHandler())
                .to("file:{{undelivered.folder}}?fileName=${header.Idempotency-Key}.json");
    }
}
