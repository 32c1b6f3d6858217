package io.github.camelvision.roboflow.webrtc.recipes;

import org.apache.camel.builder.RouteBuilder;

/** While the server fails, frames go to a folder at once instead of waiting for the server. Needs camel-resilience4j. */
public class Fallback extends RouteBuilder {

    @Override
    public void configure() {
        from("direct:inspect")
                .circuitBreaker()
                .resilience4jConfiguration().minimumNumberOfCalls(5).failureRateThreshold(50).waitDurationInOpenState(10).end()
                .to("roboflow-webrtc:stills?workspace=acme&workflowId=parts&apiKey={{roboflow.key}}&replyTimeout=3000")
                .onFallback()
                .to("file:{{later.folder}}?fileName=${exchangeId}.jpg")
                .setBody(constant("later"))
                .end();
    }
}
