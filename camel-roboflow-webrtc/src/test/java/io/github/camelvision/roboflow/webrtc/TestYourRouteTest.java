package io.github.camelvision.roboflow.webrtc;

// tag::junit5[]
import io.github.camelvision.roboflow.webrtc.core.detection.Detections;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.testkit.Playback;
import io.github.camelvision.roboflow.webrtc.testkit.Recording;
import java.util.Map;
import org.apache.camel.BindToRegistry;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.Test;

class TestYourRouteTest extends CamelTestSupport {

    /** In place of the server: a frame with a cap, and one with nothing. */
    @BindToRegistry("playback")
    Playback playback = Playback.of("gate-3", Recording.of(
            InferenceResult.of(1, Map.of("predictions", Detections.on(640, 480).add("cap", 0.91, 320, 240, 40, 40).build())),
            InferenceResult.of(2, Map.of("predictions", Detections.on(640, 480).build()))));

    @Override
    protected RoutesBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("roboflow-webrtc:gate-3?source=rtsp&sourceUri=rtsp://camera/1&workspace=acme&workflowId=caps")
                        .filter(exchange -> !exchange.getMessage().getBody(InferenceResult.class).detections().isEmpty())
                        .to("mock:alarms");
            }
        };
    }

    @Test
    void aCapIsAnAlarm() throws Exception {
        MockEndpoint alarms = getMockEndpoint("mock:alarms");
        alarms.expectedMessageCount(1);
        alarms.expectedHeaderReceived("CamelRoboflowWebrtcFrameId", 1);
        alarms.assertIsSatisfied();
    }
}
// end::junit5[]
