package io.github.camelvision.roboflow.webrtc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.testing.RouteFixture;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The consumer draws predictions on the frames of a video track. */
class AnnotateIT {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final Map<String, Object> PREDICTIONS = Map.of("image", Map.of("width", 640, "height", 480), "predictions",
            List.of(Map.of("x", 480, "y", 380, "width", 200, "height", 120, "confidence", 0.9, "class", "box")));

    private static RouteBuilder routes(String options) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("roboflow-webrtc-worker:boxes?workflowId=boxes").process(exchange -> exchange.getMessage()
                        .setBody(Map.of("predictions", PREDICTIONS, "image", exchange.getMessage().getBody(Frame.class))));
                from("roboflow-webrtc:drawn?apiUrl={{worker.url}}&workspace=test&workflowId=boxes&streamOutput=image&queueSize=100"
                        + options).to("mock:frames");
                from("direct:frames").to("roboflow-webrtc:drawn");
            }
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"paired", "frames"})
    void drawsOnEveryFrameThatHasAPrediction(String emit) throws Exception {
        try (RouteFixture fixture = new RouteFixture()) {
            fixture.routes(routes("&annotate=true&emit=" + emit)).start();
            MockEndpoint frames = fixture.mock("frames");
            ProducerTemplate producer = fixture.context().createProducerTemplate();
            await().atMost(TIMEOUT).pollInterval(Duration.ofMillis(100)).until(() -> {
                producer.sendBody("direct:frames", grey());
                return frames.getExchanges().stream().anyMatch(exchange -> exchange.getMessage().getBody() instanceof Frame
                        && exchange.getMessage().getHeader(RoboflowWebrtcConstants.RESULT) != null);
            });
            if (emit.equals("frames")) {
                assertThat(frames.getExchanges()).allMatch(exchange -> exchange.getMessage().getBody() instanceof Frame);
            }
            Frame drawn = frames.getExchanges().stream()
                    .filter(exchange -> exchange.getMessage().getHeader(RoboflowWebrtcConstants.RESULT) != null)
                    .map(exchange -> exchange.getMessage().getBody()).filter(Frame.class::isInstance).map(Frame.class::cast)
                    .findFirst().orElseThrow();
            assertThat(colour(drawn, 380)).as("the left edge of the box").isGreaterThan(30);
            assertThat(colour(drawn, 330)).as("beside the box").isLessThan(8);
        }
    }

    private static Frame grey() {
        byte[] i420 = new byte[Frame.sizeOf(640, 480)];
        Arrays.fill(i420, (byte) 128);
        return Frame.ofI420(640, 480, i420, Frame.NO_PTS);
    }

    /** How far from grey a column is, on average over the height of the box. */
    private static double colour(Frame frame, int x) {
        int sum = 0;
        for (int y = 340 / 2; y < 420 / 2; y++) {
            int at = y * frame.chromaWidth() + x / 2;
            sum += Math.abs((frame.i420()[frame.offsetU() + at] & 0xFF) - 128)
                    + Math.abs((frame.i420()[frame.offsetV() + at] & 0xFF) - 128);
        }
        return sum / 40.0;
    }

    @Test
    void thereMustBeFramesToDrawOn() throws Exception {
        try (RouteFixture fixture = new RouteFixture()) {
            fixture.routes(routes("&annotate=true"));
            assertThatThrownBy(fixture::start).hasStackTraceContaining("emit=paired");
        }
    }
}
