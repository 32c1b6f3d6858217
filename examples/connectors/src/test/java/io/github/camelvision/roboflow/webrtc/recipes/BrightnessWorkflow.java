package io.github.camelvision.roboflow.webrtc.recipes;

import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import java.util.Map;
import org.apache.camel.builder.RouteBuilder;

/** A workflow of one's own: it outputs the mean brightness of each frame, 0 to 255. Any client of the protocol can ask for it. */
public class BrightnessWorkflow extends RouteBuilder {

    @Override
    public void configure() {
        from("roboflow-webrtc-worker:brightness?workflowId=brightness&apiKeys={{worker.keys}}")
                .process(exchange -> {
                    Frame frame = exchange.getMessage().getBody(Frame.class);
                    exchange.getMessage().setBody(Map.of("brightness", brightness(frame)));
                });
    }

    /** The first width * height bytes of a frame in I420 are its brightness. */
    private static long brightness(Frame frame) {
        byte[] i420 = frame.i420();
        int pixels = frame.width() * frame.height();
        long sum = 0;
        for (int i = 0; i < pixels; i++) {
            sum += i420[i] & 0xff;
        }
        return sum / pixels;
    }
}
