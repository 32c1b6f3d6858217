package io.github.camelvision.roboflow.webrtc.recipes;

import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;

/** One JPEG with boxes when a defect comes into the frame, and the next one only after it was gone. */
public class JpegPerEvent extends RouteBuilder {

    private boolean defectBefore;

    @Override
    public void configure() {
        from("roboflow-webrtc:line-1?source=rtsp&sourceUri={{cam.line1}}&workspace=acme&workflowId=defects&apiKey={{roboflow.key}}"
                + "&emit=paired&annotate=true")
                        .filter(this::begins)
                        .to("file:{{events.folder}}?fileName=${date:now:yyyyMMdd-HHmmss}-${header.CamelRoboflowWebrtcFrameId}.jpg");
    }

    /** The body is the frame with boxes; the prediction is in the header. */
    private boolean begins(Exchange exchange) {
        InferenceResult result = exchange.getMessage().getHeader("CamelRoboflowWebrtcResult", InferenceResult.class);
        boolean defect = !result.detections().byClass("defect").minConfidence(0.6).isEmpty();
        boolean begins = defect && !defectBefore;
        defectBefore = defect;
        return begins;
    }
}
