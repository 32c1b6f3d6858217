package io.github.camelvision.roboflow.webrtc.recipes;

import org.apache.camel.builder.RouteBuilder;

/** A live camera goes on while Kafka is away: results wait in a folder and are sent when Kafka is back. */
public class KafkaDownLive extends RouteBuilder {

    private static final String KAFKA =
            "kafka:people?brokers={{kafka.brokers}}&maxBlockMs=2000&requestTimeoutMs=1000&deliveryTimeoutMs=2000";

    @Override
    public void configure() {
        from("roboflow-webrtc:gate-3?source=rtsp&sourceUri={{cam.gate3}}&workspace=acme&workflowId=people&apiKey={{roboflow.key}}")
                .to("seda:results?size=1000&blockWhenFull=true");

        from("seda:results?size=1000").routeId("results")
                .circuitBreaker()
                .resilience4jConfiguration().minimumNumberOfCalls(1).slidingWindowSize(1).waitDurationInOpenState(30).end()
                .to(KAFKA)
                .onFallback()
                .to("file:{{spool.folder}}?tempPrefix=."
                        + "&fileName=${header.CamelRoboflowWebrtcSessionId}-${header.CamelRoboflowWebrtcFrameId}.json")
                .end();

        // A file is deleted when Kafka has it, and stays where it is otherwise.
        from("file:{{spool.folder}}?delete=true&sortBy=file:modified&delay=5000&maxMessagesPerPoll=100").routeId("replay")
                .errorHandler(noErrorHandler())
                .to(KAFKA);
    }
}
