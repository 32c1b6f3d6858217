package io.github.camelvision.roboflow.webrtc.examples.browser;

import io.github.camelvision.roboflow.webrtc.worker.WorkerConstants;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.LoggingLevel;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;

/** Writes a line of JSON about each frame, in their order, to the file or to the Kafka topic. */
final class ResultRoutes extends RouteBuilder {

    /** Takes the workers' exchanges after their route; the frames in them are large, so not many wait. */
    static final String QUEUE = "seda:results?size=100";

    private final BrowserOptions options;

    ResultRoutes(BrowserOptions options) {
        this.options = options;
    }

    @Override
    public void configure() {
        from(QUEUE).routeId("results")
                .onException(Exception.class)
                .handled(true)
                .log(LoggingLevel.WARN, "A result could not be written: ${exception.message}")
                .end()
                .process(ResultRoutes::line)
                .to(options.bootstrap() == null
                        ? "file:" + options.output() + "?fileName=detections.jsonl&fileExist=Append&appendChars=\\n"
                        : "kafka:" + options.topic() + "?brokers=" + options.bootstrap());
    }

    /** The reply of the workflow as one line of JSON, without the frame. */
    private static void line(Exchange exchange) {
        Message message = exchange.getMessage();
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("session", message.getHeader(WorkerConstants.SESSION_ID));
        line.put("workflow", message.getHeader(WorkerConstants.WORKFLOW_ID));
        line.put("frame", message.getHeader(WorkerConstants.FRAME_ID));
        line.put("received_at", message.getHeader(WorkerConstants.RECEIVED_AT));
        line.put("predictions", message.getBody(Map.class).get("predictions"));
        message.removeHeaders("*");
        message.setBody(new String(Json.bytes(line), StandardCharsets.UTF_8));
    }
}
