package io.github.camelvision.roboflow.webrtc.examples.httpfiles;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelvision.roboflow.webrtc.RoboflowWebrtcConstants;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.examples.common.Example;
import io.github.camelvision.roboflow.webrtc.examples.quickstart.PartsWorkflow;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;

/** The worker, the client with its files, the sending of events to the webhook, and the receiver of the default. */
final class HttpAndFilesRoutes extends RouteBuilder {

    private static final String EVENT_ID = "eventId";
    private static final String EVENT_JSON = "eventJson";
    private static final String RECEIVER = "/webhook";

    private final HttpAndFilesOptions options;
    private final Path video;
    private final int port;
    private final HttpAndFilesRun run;

    HttpAndFilesRoutes(HttpAndFilesOptions options, Path video, int port, HttpAndFilesRun run) {
        this.options = options;
        this.video = video;
        this.port = port;
        this.run = run;
    }

    @Override
    public void configure() {
        PartsWorkflow workflow = new PartsWorkflow();
        from("roboflow-webrtc-worker:parts?workflowId=parts").routeId("worker")
                .process(exchange -> exchange.getMessage().setBody(workflow.process(exchange.getMessage().getBody(Frame.class))));

        client();
        webhook();
        if (options.webhook() == null) {
            from("platform-http:" + RECEIVER + "?httpMethodRestrict=POST").routeId("receiver").setBody(constant("thank you"));
        }
    }

    private void client() {
        from("roboflow-webrtc:conveyor?source=file&sourceUri=" + Example.raw(video.toString())
                + "&apiUrl=http://127.0.0.1:" + port + "&workspace=example&workflowId=parts&dataOutput=predictions,image"
                + "&emitEvents=true&bridgeErrorHandler=true")
                        .routeId("client")
                        .onException(Exception.class)
                        .handled(true)
                        .process(exchange -> run.failed(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class)))
                        .end()
                        .choice()
                        .when(header(RoboflowWebrtcConstants.EVENT).isEqualTo("completed"))
                        .process(exchange -> run.completed())
                        .when(header(RoboflowWebrtcConstants.EVENT).isNull())
                        .process(exchange -> run.log(exchange.getMessage().getBody(InferenceResult.class)))
                        .filter(this::event)
                        .to("file:" + "{{events.folder}}?fileName=${header." + EVENT_ID + "}.jpg")
                        .process(exchange -> run.pictureWritten())
                        .setBody(exchangeProperty(EVENT_JSON))
                        // A slow webhook delays the files only when a thousand events wait for it.
                        .to("seda:webhook?size=1000&blockWhenFull=true&waitForTaskToComplete=Never")
                        .end()
                        .end();
    }

    /** Whether an event begins with this result; if so, its image is the body now. */
    private boolean event(Exchange exchange) {
        InferenceResult result = exchange.getMessage().getBody(InferenceResult.class);
        ObjectNode event = run.event(result);
        if (event == null) {
            return false;
        }
        exchange.getMessage().setHeader(EVENT_ID, event.path("event").asText());
        exchange.setProperty(EVENT_JSON, event.toString());
        exchange.getMessage().setBody(jpeg(result));
        return true;
    }

    /** The worker sends an output that is an image as JPEG. */
    private static byte[] jpeg(InferenceResult result) {
        try {
            byte[] jpeg = result.field("image") == null ? null : result.field("image").path("value").binaryValue();
            if (jpeg == null) {
                throw new IllegalStateException("frame " + result.frameId() + " came without its image");
            }
            return jpeg;
        } catch (IOException e) {
            throw new IllegalStateException("the image of frame " + result.frameId() + " is not base64", e);
        }
    }

    private void webhook() {
        from("seda:webhook?size=1000").routeId("webhook")
                .errorHandler(deadLetterChannel("direct:undelivered")
                        .maximumRedeliveries(options.attempts() - 1)
                        .redeliveryDelay(200).useExponentialBackOff().backOffMultiplier(2).maximumRedeliveryDelay(5000)
                        .logExhausted(false).logRetryAttempted(false))
                .setHeader(Exchange.HTTP_METHOD, constant("POST"))
                .setHeader(Exchange.HTTP_URI,
                        constant(options.webhook() == null ? "http://127.0.0.1:" + port + RECEIVER : options.webhook()))
                .setHeader(Exchange.CONTENT_TYPE, constant("application/json"))
                .setHeader("Idempotency-Key", header(EVENT_ID))
                .removeHeaders("CamelFile*")
                .to("http:webhook?connectTimeout=5000&responseTimeout=10000")
                .process(exchange -> run.delivered());

        from("direct:undelivered").routeId("undelivered")
                .errorHandler(noErrorHandler())
                .to("file:" + "{{undelivered.folder}}?fileName=${header." + EVENT_ID + "}.json")
                .process(exchange -> run.undelivered());
    }
}
