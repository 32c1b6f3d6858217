package io.github.camelvision.roboflow.webrtc.examples.browser;

import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;

/**
 * The workers, one for each workflow: a frame of the browser comes in, its detections and the annotated frame go back, and also to
 * {@link ResultRoutes}.
 */
final class VisionRoutes extends RouteBuilder {

    private static final long MAX_UPLOAD = 500L * 1024 * 1024;

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
                            .to(ResultRoutes.QUEUE + "&blockWhenFull=true&waitForTaskToComplete=Never");
        }
    }
}
