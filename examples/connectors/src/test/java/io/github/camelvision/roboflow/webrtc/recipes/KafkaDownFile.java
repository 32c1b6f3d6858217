package io.github.camelvision.roboflow.webrtc.recipes;

import org.apache.camel.builder.RouteBuilder;

/** A file waits while Kafka is away: the step is tried again until it succeeds, and the server sends no more results meanwhile. */
public class KafkaDownFile extends RouteBuilder {

    @Override
    public void configure() {
        errorHandler(defaultErrorHandler().maximumRedeliveries(-1).redeliveryDelay(1000).maximumRedeliveryDelay(30_000)
                .useExponentialBackOff().retriesExhaustedLogLevel(org.apache.camel.LoggingLevel.WARN));

        from("roboflow-webrtc:archive?source=file&sourceUri={{video}}&workspace=acme&workflowId=people&apiKey={{roboflow.key}}")
                .to("{{results.to:kafka:people}}");
    }
}
