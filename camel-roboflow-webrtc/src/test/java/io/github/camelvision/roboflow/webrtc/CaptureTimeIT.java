package io.github.camelvision.roboflow.webrtc;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.objects.EventTime;
import io.github.camelvision.roboflow.webrtc.core.objects.ObjectEvent;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.testing.PaintedFrames;
import io.github.camelvision.roboflow.webrtc.testing.RouteFixture;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.Test;

/** When frames were captured, as their exchanges and events tell it. */
class CaptureTimeIT {

    private static final int FRAMES = 40;

    /** One part, in the middle of each frame, and the number of the frame. */
    private static Map<String, Object> seen(Exchange exchange) {
        Frame frame = exchange.getMessage().getBody(Frame.class);
        return Map.of("n", PaintedFrames.read(frame), "predictions", Map.of("image", Map.of("width", 320, "height", 240), "predictions",
                List.of(Map.of("x", 160, "y", 120, "width", 60, "height", 60, "confidence", 0.9, "class", "nut"))));
    }

    private static RouteBuilder routes(String options) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("roboflow-webrtc-worker:part?workflowId=part").process(e -> e.getMessage().setBody(seen(e)));
                from("roboflow-webrtc:north?apiUrl={{worker.url}}&workspace=test&workflowId=part&reconnect=false&" + options)
                        .to("mock:all");
            }
        };
    }

    private static Instant captured(Exchange exchange) {
        String time = exchange.getMessage().getHeader(RoboflowWebrtcConstants.CAPTURED_AT, String.class);
        return time == null ? null : Instant.parse(time);
    }

    private static void send(RouteFixture fixture, Map<Integer, Instant> before, Map<Integer, Instant> after) throws Exception {
        try (ProducerTemplate template = fixture.context().createProducerTemplate()) {
            for (int number = 1; number <= FRAMES; number++) {
                Frame frame = PaintedFrames.paint(number, 320, 240);
                before.put(number, Instant.now());
                template.sendBody("roboflow-webrtc:north?apiUrl={{worker.url}}&workspace=test&workflowId=part", frame);
                after.put(number, Instant.now());
                Thread.sleep(30);
            }
        }
    }

    @Test
    void framesOfProducersTellWhenTheyWereSent() throws Exception {
        try (RouteFixture fixture = new RouteFixture()) {
            fixture.routes(routes("source=manual&lossless=true"));
            fixture.start();
            Map<Integer, Instant> before = new ConcurrentHashMap<>();
            Map<Integer, Instant> after = new ConcurrentHashMap<>();
            send(fixture, before, after);
            MockEndpoint all = fixture.mock("all");
            await("results").atMost(45, SECONDS).until(() -> all.getReceivedCounter() >= FRAMES);
            assertThat(all.getExchanges()).hasSize(FRAMES).allSatisfy(exchange -> {
                int number = exchange.getMessage().getBody(InferenceResult.class).outputs().path("n").asInt();
                // the wall clock may be set a little while the test runs
                assertThat(captured(exchange)).isBetween(before.get(number).minusMillis(20), after.get(number).plusMillis(20));
            });
        }
    }

    @Test
    void eventsOfSuchFramesTellItToo() throws Exception {
        try (RouteFixture fixture = new RouteFixture()) {
            fixture.routes(routes("source=manual&lossless=true&emit=objects"));
            fixture.start();
            Map<Integer, Instant> before = new ConcurrentHashMap<>();
            Map<Integer, Instant> after = new ConcurrentHashMap<>();
            send(fixture, before, after);
            MockEndpoint all = fixture.mock("all");
            await("event").atMost(45, SECONDS).until(() -> all.getReceivedCounter() >= 1);
            ObjectEvent appeared = all.getExchanges().get(0).getMessage().getBody(ObjectEvent.class);
            assertThat(appeared.type()).isEqualTo(ObjectEvent.Type.appeared);
            assertThat(appeared.time().source()).isEqualTo(EventTime.Source.captured);
            assertThat(appeared.time().uncertainty()).isZero();
            assertThat(appeared.time().at()).isBetween(before.get(1).minusMillis(20), after.get(FRAMES).plusMillis(20));
        }
    }

    /** All but the first, of which it is not known yet which they are. */
    @Test
    void framesOfACameraOfThisMachineTellWhenTheyWereCaptured() throws Exception {
        try (RouteFixture fixture = new RouteFixture()) {
            fixture.routes(routes("source=webcam&deviceFormat=lavfi&sourceUri=RAW(testsrc2=size=320x240:rate=20)"));
            Instant start = Instant.now();
            fixture.start();
            MockEndpoint all = fixture.mock("all");
            await("times").atMost(60, SECONDS)
                    .until(() -> all.getExchanges().stream().map(CaptureTimeIT::captured).filter(Objects::nonNull).count() >= 30);
            List<Instant> times = all.getExchanges().stream().map(CaptureTimeIT::captured).filter(Objects::nonNull).toList();
            assertThat(times).isSorted().doesNotHaveDuplicates().allMatch(time -> time.isAfter(start) && time.isBefore(Instant.now()));
        }
    }
}
