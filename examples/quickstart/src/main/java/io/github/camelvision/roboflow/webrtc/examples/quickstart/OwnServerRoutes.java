package io.github.camelvision.roboflow.webrtc.examples.quickstart;

import io.github.camelvision.roboflow.webrtc.RoboflowWebrtcConstants;
import io.github.camelvision.roboflow.webrtc.SessionEvent;
import io.github.camelvision.roboflow.webrtc.core.detection.Detections;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.examples.common.Example;
import java.io.IOException;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;

/** The route of a client of the user's own server. */
final class OwnServerRoutes extends RouteBuilder {

    private static final int SHOWN_DETECTIONS = 5;

    private final QuickstartOptions options;
    private final String input;
    private final QuickstartRun run;
    private boolean first = true;

    /** @param input the video file's path or the RTSP URL; not used with the camera */
    OwnServerRoutes(QuickstartOptions options, String input, QuickstartRun run) {
        this.options = options;
        this.input = input;
        this.run = run;
    }

    @Override
    public void configure() {
        from(uri())
                .routeId("client")
                .onException(Exception.class)
                .handled(true)
                .process(exchange -> run.failed(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class)))
                .end()
                .choice()
                .when(header(RoboflowWebrtcConstants.EVENT).isEqualTo("completed"))
                .process(exchange -> run.ended(exchange.getMessage().getBody(SessionEvent.class)))
                .when(header(RoboflowWebrtcConstants.EVENT).isEqualTo("connected"))
                .process(exchange -> run.connected())
                .when(header(RoboflowWebrtcConstants.EVENT).isNull())
                .process(this::write)
                .end();
    }

    /** A camera is read here, by source=stream: the server need not reach it. */
    private String uri() {
        OwnServer server = options.server();
        StringBuilder uri = new StringBuilder("roboflow-webrtc:quickstart?emitEvents=true&bridgeErrorHandler=true");
        uri.append(options.webcam() ? "&source=webcam" : options.rtsp() ? "&source=stream" : "&source=file");
        if (!options.webcam()) {
            uri.append("&sourceUri=").append(Example.raw(input));
        }
        uri.append(options.recordOption());
        if (server.url() != null) {
            uri.append("&apiUrl=").append(Example.raw(server.url()));
        }
        if (server.model() == null) {
            uri.append("&workspace=").append(Example.raw(server.workspace())).append("&workflowId=").append(Example.raw(server.workflow()));
        } else {
            uri.append("&modelId=").append(Example.raw(server.model()));
        }
        if (server.task() != null) {
            uri.append("&taskType=").append(Example.raw(server.task()));
        }
        // What Camel puts in is not part of the URI that it shows.
        String key = System.getenv(OwnServer.KEY);
        return uri + (key == null || key.isBlank() ? "" : "&apiKey={{env:" + OwnServer.KEY + "}}");
    }

    private void write(Exchange exchange) throws IOException {
        InferenceResult result = exchange.getMessage().getBody(InferenceResult.class);
        if (first) {
            first = false;
            run.say("first prediction: " + describe(result));
        }
        run.log().add(exchange.getMessage().getHeader(RoboflowWebrtcConstants.SESSION_ID, String.class), result);
        run.progress();
    }

    private static String describe(InferenceResult result) {
        if (!result.errors().isEmpty()) {
            return "the workflow failed: " + result.errors().get(0);
        }
        Detections found = result.detections();
        return "outputs " + result.fieldNames() + ", " + found.getSize() + " detections" + (found.isEmpty() ? ""
                : ": " + found.getList().stream().limit(SHOWN_DETECTIONS)
                        .map(one -> String.format(Locale.ROOT, "%s %.2f", one.className(), one.confidence()))
                        .collect(Collectors.joining(", ")));
    }
}
