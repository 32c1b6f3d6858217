package io.github.camelvision.roboflow.webrtc.springboot;

import io.github.camelvision.roboflow.webrtc.core.detection.Detections;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.testkit.Playback;
import io.github.camelvision.roboflow.webrtc.testkit.Recording;
import java.util.Map;
import org.apache.camel.EndpointInject;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.test.spring.junit5.CamelSpringBootTest;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

@CamelSpringBootTest
@SpringBootTest(classes = {TestYourSpringRouteTest.Application.class, TestYourSpringRouteTest.Recorded.class},
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class TestYourSpringRouteTest {

    @EndpointInject("mock:alarms")
    MockEndpoint alarms;

    @Test
    void aCapIsAnAlarm() throws Exception {
        alarms.expectedMessageCount(1);
        alarms.expectedHeaderReceived("CamelRoboflowWebrtcFrameId", 1);
        alarms.assertIsSatisfied();
    }

    /** In place of the server: a frame with a cap, and one with nothing. */
    @TestConfiguration
    static class Recorded {

        @Bean
        Playback playback() {
            return Playback.of("gate-3", Recording.of(
                    InferenceResult.of(1, Map.of("predictions", Detections.on(640, 480).add("cap", 0.91, 320, 240, 40, 40).build())),
                    InferenceResult.of(2, Map.of("predictions", Detections.on(640, 480).build()))));
        }
    }

    /** Your application; its route is not changed for the test. */
    @SpringBootApplication
    static class Application {

        @Bean
        RouteBuilder route() {
            return new RouteBuilder() {
                @Override
                public void configure() {
                    from("roboflow-webrtc:gate-3?source=rtsp&sourceUri=rtsp://camera/1&workspace=acme&workflowId=caps")
                            .filter(exchange -> !exchange.getMessage().getBody(InferenceResult.class).detections().isEmpty())
                            .to("mock:alarms");
                }
            };
        }
    }
}
