package io.github.camelvision.roboflow.webrtc.examples.events;

import io.github.camelvision.roboflow.webrtc.RoboflowWebrtcConstants;
import io.github.camelvision.roboflow.webrtc.SessionEvent;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.objects.ObjectEvent;
import io.github.camelvision.roboflow.webrtc.examples.common.Example;
import io.github.camelvision.roboflow.webrtc.examples.quickstart.PartsWorkflow;
import java.nio.file.Path;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;

/** The worker, whose route is the workflow, and the client, whose exchanges are events of objects. */
final class EventsRoutes extends RouteBuilder {

    private final EventsOptions options;
    private final Path video;
    private final int port;
    private final EventsRun run;
    private final Defects defects;

    EventsRoutes(EventsOptions options, Path video, int port, EventsRun run, Defects defects) {
        this.defects = defects;
        this.options = options;
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

        from("roboflow-webrtc-worker:parts?workflowId=parts").routeId("worker")
                .process(exchange -> exchange.getMessage().setBody(
                        Defects.named(workflow.process(exchange.getMessage().getBody(Frame.class)))));

        from("roboflow-webrtc:conveyor?source=file&sourceUri=" + Example.raw(video.toString())
                + "&apiUrl=http://127.0.0.1:" + port + "&workspace=example&workflowId=parts&dataOutput=predictions&streamOutput=image"
                + "&snapshots=crop&clipDirectory=" + Example.raw(defects.clips().toString()) + "&clipOn=ended:" + Defects.CLASS
                + "&clipBefore=1s&clipAfter=200"
                + "&emit=objects" + (options.objectRules() == null ? "" : "&objectRules=" + Example.raw(options.objectRules()))
                + "&emitEvents=true&bridgeErrorHandler=true")
                        .routeId("client")
                        .choice()
                        .when(header(RoboflowWebrtcConstants.EVENT).isEqualTo("completed"))
                        .process(exchange -> run.completed(exchange.getMessage().getBody(SessionEvent.class)))
                        .when(header(RoboflowWebrtcConstants.OBJECT_EVENT).isNotNull())
                        .process(exchange -> run.happened(exchange.getMessage().getBody(ObjectEvent.class)))
                        .process(exchange -> defects.happened(exchange.getMessage()))
                        .end();
    }
}
