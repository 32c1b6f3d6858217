package io.github.camelvision.roboflow.webrtc.examples.quickstart;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelvision.roboflow.webrtc.RoboflowWebrtcConstants;
import io.github.camelvision.roboflow.webrtc.SessionEvent;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.examples.common.Example;
import java.io.IOException;
import java.net.URI;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;

/** The two routes: the worker, whose route is the workflow, and the client, which streams the video and writes what comes back. */
final class QuickstartRoutes extends RouteBuilder {

    private final QuickstartOptions options;
    private final String input;
    private final int port;
    private final VisionWorkflow workflow;
    private final QuickstartRun run;

    /** @param input the video file's path or the RTSP URL */
    QuickstartRoutes(QuickstartOptions options, String input, int port, VisionWorkflow workflow, QuickstartRun run) {
        this.options = options;
        this.input = input;
        this.port = port;
        this.workflow = workflow;
        this.run = run;
    }

    @Override
    public void configure() {
        from("roboflow-webrtc-worker:" + options.workflow() + "?workflowId=" + options.workflow()
                + (options.rtsp() ? "&allowedSourceHosts=" + Example.raw(URI.create(input).getHost()) : ""))
                        .routeId("worker")
                        .process(exchange -> {
                            run.frameProcessed();
                            exchange.getMessage().setBody(workflow.process(exchange.getMessage().getBody(Frame.class)));
                        });

        from("roboflow-webrtc:quickstart"
                + "?source=" + (options.webcam() ? "webcam" : (options.rtsp() ? "rtsp" : "file") + "&sourceUri=" + Example.raw(input))
                + "&apiUrl=http://127.0.0.1:" + port
                + "&workspace=quickstart&workflowId=" + options.workflow()
                + "&dataOutput=predictions,image"
                // Also of a live stream every prediction is written, however slow the disk.
                + "&overflow=block"
                + options.recordOption()
                + "&emitEvents=true&bridgeErrorHandler=true")
                        .routeId("client")
                        .onException(Exception.class)
                        .handled(true)
                        .process(exchange -> run.failed(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class)))
                        .end()
                        .choice()
                        .when(header(RoboflowWebrtcConstants.EVENT).isEqualTo("completed"))
                        .process(exchange -> run.ended(exchange.getMessage().getBody(SessionEvent.class)))
                        .when(header(RoboflowWebrtcConstants.EVENT).isNull())
                        .process(this::write)
                        .end();
    }

    private void write(Exchange exchange) throws IOException {
        InferenceResult result = exchange.getMessage().getBody(InferenceResult.class);
        run.log().add(exchange.getMessage().getHeader(RoboflowWebrtcConstants.SESSION_ID, String.class), result);
        JsonNode image = result.field("image");
        if (image != null && image.path("value").isTextual()) {
            run.video().add(image.path("value").binaryValue(),
                    exchange.getMessage().getHeader(RoboflowWebrtcConstants.DECLARED_FPS, Double.class));
        }
        run.progress();
    }
}
