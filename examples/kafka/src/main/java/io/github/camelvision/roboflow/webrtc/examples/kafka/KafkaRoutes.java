package io.github.camelvision.roboflow.webrtc.examples.kafka;

import io.github.camelvision.roboflow.webrtc.RoboflowWebrtcConstants;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.examples.common.Example;
import io.github.camelvision.roboflow.webrtc.examples.quickstart.PartsWorkflow;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.kafka.KafkaConstants;

/** The worker, a client for each camera that sends to the topic, and the consumer of the topic. */
final class KafkaRoutes extends RouteBuilder {

    /** Tells this run's records from those of others in the same topic. */
    static final String RUN = "run";

    private final KafkaOptions options;
    private final String bootstrap;
    private final Path video;
    private final int port;
    private final KafkaRun run;

    KafkaRoutes(KafkaOptions options, String bootstrap, Path video, int port, KafkaRun run) {
        this.options = options;
        this.bootstrap = bootstrap;
        this.video = video;
        this.port = port;
        this.run = run;
    }

    /** Where the worker's HTTP server is to listen. */
    int port() {
        return port;
    }

    @Override
    public void configure() {
        PartsWorkflow workflow = new PartsWorkflow();
        onException(Exception.class)
                .handled(true)
                .process(exchange -> run.failed(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class)));

        from("roboflow-webrtc-worker:parts?workflowId=parts").routeId("worker").startupOrder(1)
                .process(exchange -> exchange.getMessage().setBody(workflow.process(exchange.getMessage().getBody(Frame.class))));

        from("kafka:" + options.topic() + "?brokers=" + bootstrap + "&groupId=" + run.id()
                + "&valueDeserializer=org.apache.kafka.common.serialization.ByteArrayDeserializer")
                        .routeId("consumer").startupOrder(2)
                        .process(this::arrived);

        for (String camera : options.cameras()) {
            // overflow=block and acknowledge=completed are the defaults of files: the server sends no more than Kafka has confirmed.
            from("roboflow-webrtc:" + camera + "?source=file&sourceUri=" + Example.raw(video.toString())
                    + "&apiUrl=http://127.0.0.1:" + port + "&workspace=example&workflowId=parts&dataOutput=predictions"
                    + "&emitEvents=true&bridgeErrorHandler=true")
                            .routeId(camera)
                            .choice()
                            .when(header(RoboflowWebrtcConstants.EVENT).isEqualTo("completed"))
                            .process(exchange -> run.completed())
                            .when(header(RoboflowWebrtcConstants.EVENT).isNull())
                            .process(exchange -> prepare(camera, exchange))
                            // Kafka drops repetitions of an idempotent producer; it repeats until the broker is back.
                            .to("kafka:" + options.topic() + "?brokers=" + bootstrap + "&requestRequiredAcks=all&enableIdempotence=true"
                                    + "&retries=2147483647&deliveryTimeoutMs=600000&requestTimeoutMs=5000&maxBlockMs=600000"
                                    + "&valueSerializer=org.apache.kafka.common.serialization.ByteArraySerializer")
                            .end();
        }
    }

    private void prepare(String camera, Exchange exchange) {
        InferenceResult result = exchange.getMessage().getBody(InferenceResult.class);
        byte[] received = result.json();
        run.ledger().sent(camera, result.frameId(), received);
        exchange.getMessage().setBody(received);
        exchange.getMessage().setHeader(KafkaConstants.KEY, camera);
        exchange.getMessage().setHeader(RUN, run.id());
    }

    private void arrived(Exchange exchange) throws Exception {
        byte[] of = exchange.getMessage().getHeader(RUN, byte[].class);
        if (of == null || !run.id().equals(new String(of, StandardCharsets.UTF_8))) {
            return;
        }
        String camera = exchange.getMessage().getHeader(KafkaConstants.KEY, String.class);
        byte[] prediction = exchange.getMessage().getBody(byte[].class);
        if (run.ledger().received(camera, InferenceResult.parse(prediction).frameId(), prediction,
                exchange.getMessage().getHeader(KafkaConstants.PARTITION, Integer.class),
                exchange.getMessage().getHeader(KafkaConstants.OFFSET, Long.class))) {
            run.files().add(camera, prediction);
            run.progress();
        }
    }
}
