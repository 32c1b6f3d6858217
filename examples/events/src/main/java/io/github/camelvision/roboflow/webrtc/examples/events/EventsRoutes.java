package io.github.camelvision.roboflow.webrtc.examples.events;

import io.github.camelvision.roboflow.webrtc.RoboflowWebrtcConstants;
import io.github.camelvision.roboflow.webrtc.SessionEvent;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.objects.ObjectEvent;
import io.github.camelvision.roboflow.webrtc.examples.common.Example;
import io.github.camelvision.roboflow.webrtc.examples.quickstart.PartsWorkflow;
import io.github.camelvision.roboflow.webrtc.examples.quickstart.PeopleWorkflow;
import io.github.camelvision.roboflow.webrtc.examples.quickstart.VisionWorkflow;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;

/** The worker, whose route is the workflow, and the client, whose exchanges are events of objects. */
final class EventsRoutes extends RouteBuilder {

    /** The class of defective parts, whatever their shape. */
    static final String DEFECT = "defect";

    private static final VisionWorkflow PARTS = new PartsWorkflow();

    private final EventsOptions options;
    private final Path video;
    private final int port;
    private final EventsRun run;
    private final ShownObjects shown;

    EventsRoutes(EventsOptions options, Path video, int port, EventsRun run, ShownObjects shown) {
        this.options = options;
        this.video = video;
        this.port = port;
        this.run = run;
        this.shown = shown;
    }

    /** Where the worker's HTTP server is to listen. */
    int port() {
        return port;
    }

    @Override
    public void configure() {
        VisionWorkflow workflow = options.people() ? new PeopleWorkflow() : EventsRoutes::parts;
        onException(Exception.class)
                .handled(true)
                .process(exchange -> run.failed(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class)));

        from("roboflow-webrtc-worker:finds?workflowId=finds").routeId("worker")
                .process(exchange -> exchange.getMessage().setBody(workflow.process(exchange.getMessage().getBody(Frame.class))));

        from("roboflow-webrtc:video?source=file&sourceUri=" + Example.raw(video.toString())
                + "&apiUrl=http://127.0.0.1:" + port + "&workspace=example&workflowId=finds&dataOutput=predictions&streamOutput=image"
                + "&snapshots=crop&clipDirectory=" + Example.raw(shown.clips().toString()) + "&clipOn=ended:" + shown.className()
                + "&clipBefore=1s&clipAfter=200"
                + "&emit=objects" + (options.objectRules() == null ? "" : "&objectRules=" + Example.raw(options.objectRules()))
                + "&emitEvents=true&bridgeErrorHandler=true")
                        .routeId("client")
                        .choice()
                        .when(header(RoboflowWebrtcConstants.EVENT).isEqualTo("completed"))
                        .process(exchange -> run.completed(exchange.getMessage().getBody(SessionEvent.class)))
                        .when(header(RoboflowWebrtcConstants.OBJECT_EVENT).isNotNull())
                        .process(exchange -> run.happened(exchange.getMessage().getBody(ObjectEvent.class)))
                        .process(exchange -> shown.happened(exchange.getMessage()))
                        .end();
    }

    /** Parts, those that are defective with their own class. */
    @SuppressWarnings("unchecked")
    private static Map<String, Object> parts(Frame frame) {
        Map<String, Object> outputs = PARTS.process(frame);
        Map<String, Object> predictions = (Map<String, Object>) outputs.get("predictions");
        for (Map<String, Object> part : (List<Map<String, Object>>) predictions.get("predictions")) {
            if (Boolean.TRUE.equals(part.get("defect"))) {
                part.put("class", DEFECT);
            }
        }
        return outputs;
    }
}
