package io.github.camelvision.roboflow.webrtc.examples.browser;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.worker.WorkerConstants;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.LoggingLevel;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;

/**
 * The workers, one for each workflow: a frame of the browser comes in, its detections and the annotated picture go back, and a line about
 * it goes to the file or topic.
 */
final class VisionRoutes extends RouteBuilder {

    private static final long MAX_UPLOAD = 500L * 1024 * 1024;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final BrowserOptions options;

    VisionRoutes(BrowserOptions options) {
        this.options = options;
    }

    @Override
    public void configure() {
        for (Detectors.Detector detector : Detectors.ALL) {
            from("roboflow-webrtc-worker:" + detector.id() + "?workflowId=" + detector.id() + "&apiKeys=" + options.apiKey()
                    + "&maxSessions=4&maxUploadSize=" + MAX_UPLOAD)
                .routeId(detector.id())
                .process(exchange -> {
                    Message message = exchange.getMessage();
                    message.setBody(detector.workflow().process(message.getBody(Frame.class)));
                })
                // Behind this queue: a slow disk or broker must not slow the video. It waits when too much is waiting already.
                .to("seda:results?size=100&blockWhenFull=true&waitForTaskToComplete=Never");
        }

        from("seda:results?size=100").routeId("results")
            .onException(Exception.class)
                .handled(true)
                .log(LoggingLevel.WARN, "A result could not be written: ${exception.message}")
            .end()
            .process(VisionRoutes::line)
            .to(options.bootstrap() == null
                ? "file:" + options.output() + "?fileName=detections.jsonl&fileExist=Append&appendChars=\\n"
                : "kafka:" + options.topic() + "?brokers=" + options.bootstrap());
    }

    /** The reply of the workflow as one line of JSON, without the picture. */
    private static void line(Exchange exchange) throws JsonProcessingException {
        Message message = exchange.getMessage();
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("session", message.getHeader(WorkerConstants.SESSION_ID));
        line.put("workflow", message.getHeader(WorkerConstants.WORKFLOW_ID));
        line.put("frame", message.getHeader(WorkerConstants.FRAME_ID));
        line.put("received_at", message.getHeader(WorkerConstants.RECEIVED_AT));
        line.put("predictions", message.getBody(Map.class).get("predictions"));
        message.removeHeaders("*");
        message.setBody(JSON.writeValueAsString(line));
    }
}
