package io.github.camelvision.roboflow.webrtc.recipes;

import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;

/** Who enters a zone is told to a webhook, in order. A post is tried four times; then its JSON goes to a folder. */
public class EventsToWebhook extends RouteBuilder {

    @Override
    public void configure() {
        errorHandler(deadLetterChannel("file:{{undelivered.folder}}?fileName=${header.Idempotency-Key}.json").maximumRedeliveries(3)
                .redeliveryDelay(500).useExponentialBackOff().backOffMultiplier(2));

        from("roboflow-webrtc:dock?source=rtsp&sourceUri={{cam.dock}}&workspace=acme&workflowId=pallets&apiKey={{roboflow.key}}"
                + "&emit=objects&objectRules={{rules}}")
                        .filter(header("CamelRoboflowWebrtcObjectEvent").isEqualTo("entered"))
                        .setHeader(Exchange.HTTP_METHOD, constant("POST"))
                        .setHeader("Idempotency-Key", simple("${body.id}"))
                        .to("{{webhook.url}}?connectTimeout=5000&responseTimeout=10000");
    }
}
