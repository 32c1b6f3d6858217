package io.github.camelvision.roboflow.webrtc.worker;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.testing.FrameFeeder;
import io.github.camelvision.roboflow.webrtc.testing.PaintedFrames;
import io.github.camelvision.roboflow.webrtc.testing.RouteFixture;
import io.github.camelvision.roboflow.webrtc.testing.TestVideos;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A worker whose route asks another server: a gateway in one's own network. */
@Timeout(180)
class GatewayIT {

    private static final int FRAMES = 150;
    /** Of each of the two sessions: together the 30 frames a second of a camera. */
    private static final int FPS = 15;
    private static final double FRAME_MILLIS = 33;
    /** A gateway makes two hops of one. */
    private static final int MOST_HOPS = 3;

    /** A session that notes how long each answer took, in ms by the number that the answer names. */
    private record Timed(String session, Map<Integer, Long> sent, Map<Integer, Double> answered) {

        private static Timed of(RouteFixture fixture, String session, String workflow) throws Exception {
            Timed timed = new Timed(session, new ConcurrentHashMap<>(), new ConcurrentHashMap<>());
            fixture.routes(new RouteBuilder() {
                @Override
                public void configure() {
                    String uri = "roboflow-webrtc:" + session + "?source=manual&realtimeProcessing=false&apiUrl={{worker.url}}"
                            + "&workspace=test&workflowId=" + workflow + "&apiKey=key-of-the-gateway";
                    from("direct:" + session).to(uri);
                    from(uri).process(timed::answered);
                }
            });
            return timed;
        }

        private void answered(Exchange exchange) {
            InferenceResult result = exchange.getMessage().getBody(InferenceResult.class);
            // one that the encoder on the way skipped is told as an error
            if (result.errors().isEmpty()) {
                int number = result.field("number").asInt();
                answered.put(number, (System.nanoTime() - sent.getOrDefault(number, 0L)) / 1e6);
            }
        }

        private void send(ProducerTemplate frames, Frame frame) {
            sent.put(PaintedFrames.read(frame), System.nanoTime());
            frames.sendBody("direct:" + session, frame);
        }

        private void awaitEnd() {
            await("the last answers of " + session).atMost(45, SECONDS)
                    .until(() -> answered.keySet().stream().anyMatch(number -> number > FRAMES - 10));
        }
    }

    private static double median(Map<Integer, Double> latencies) {
        return latencies.values().stream().sorted().skip(latencies.size() / 2).findFirst().orElseThrow();
    }

    @Test
    void aGatewayAnswersWithTheOtherServersOutputs() throws Exception {
        try (RouteFixture fixture = new RouteFixture()) {
            fixture.context().getPropertiesComponent().addInitialProperty("upstream.url", fixture.workerUrl());
            fixture.routes(new RouteBuilder() {
                @Override
                public void configure() {
                    // tag::gateway[]
                    from("roboflow-webrtc-worker:gateway?workflowId=gateway&apiKeys=key-of-the-gateway&maxInFlight=8&ackWindow=8")
                            .to("roboflow-webrtc:up?source=manual&apiUrl={{upstream.url}}&workspace=test&workflowId=numbers");
                    // end::gateway[]
                }
            }).start();
            Timed direct = Timed.of(fixture, "direct", "numbers");
            Timed relay = Timed.of(fixture, "relayed", "gateway");
            ProducerTemplate frames = fixture.context().createProducerTemplate();
            // both at a time, so that a busy machine delays both
            FrameFeeder.pump(FRAMES, 640, 480, FPS, frame -> {
                direct.send(frames, frame);
                relay.send(frames, frame);
            });
            direct.awaitEnd();
            relay.awaitEnd();
            Map<Integer, Double> relayed = Map.copyOf(relay.answered());
            double through = median(relayed);
            double without = median(direct.answered());
            System.out.printf("gateway: %d of %d frames, p50 %.1f ms; without it %d of %d, p50 %.1f ms; added %.1f ms%n", relayed.size(),
                    FRAMES, through, direct.answered().size(), FRAMES, without, through - without);
            assertThat(through).as("two hops, and a frame's time at most, against the %.1f ms of one hop", without)
                    .isLessThan(MOST_HOPS * without + FRAME_MILLIS);
            assertThat(relayed.keySet()).allMatch(number -> number >= 1 && number <= FRAMES);
            assertThat(relayed.size()).as("of %d without it", direct.answered().size())
                    .isGreaterThanOrEqualTo(direct.answered().size() * 8 / 10);
        }
    }

    @Test
    void everyFrameOfAFileIsAnsweredWithTheOtherServersErrorsToo() throws Exception {
        try (RouteFixture fixture = new RouteFixture()) {
            fixture.routes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("roboflow-webrtc-worker:backend?workflowId=backend").process(exchange -> {
                        Frame frame = exchange.getMessage().getBody(Frame.class);
                        int number = PaintedFrames.read(frame);
                        if (number % 10 == 0) {
                            throw new IllegalStateException("the model dislikes " + number);
                        }
                        exchange.getMessage().setBody(Map.of("number", number, "image", frame, "nan", Double.NaN,
                                "p", Map.of("predictions", List.of(Map.of("x", 1, "y", 2, "width", 3, "height", 4)))));
                    });
                    from("roboflow-webrtc-worker:relay?workflowId=relay").errorHandler(noErrorHandler())
                            .to("roboflow-webrtc:up?source=manual&lossless=true&apiUrl={{worker.url}}&workspace=test&workflowId=backend");
                    from("roboflow-webrtc:file?source=file&apiUrl={{worker.url}}&workspace=test&workflowId=relay&sourceUri="
                            + TestVideos.of(60).file()).to("mock:results");
                }
            }).start();
            await().atMost(60, SECONDS).until(() -> fixture.mock("results").getReceivedCounter() == 60);
            List<InferenceResult> results = fixture.mock("results").getExchanges().stream()
                    .map(exchange -> exchange.getMessage().getBody(InferenceResult.class)).toList();
            for (int i = 1; i <= 60; i++) {
                InferenceResult result = results.get(i - 1);
                assertThat(result.frameId()).isEqualTo(i);
                if (i % 10 == 0) {
                    assertThat(result.errors()).containsExactly("the model dislikes " + i);
                    assertThat(result.fieldNames()).isEmpty();
                } else {
                    assertThat(result.errors()).isEmpty();
                    assertThat(result.field("number").intValue()).isEqualTo(i);
                    assertThat(result.detections()).hasSize(1);
                    assertThat(result.field("nan").isNull()).isTrue();
                    assertThat(result.fieldNames()).doesNotContain("serialized_output_data");
                }
            }
        }
    }

    @Test
    void theReplyMayBeJsonAsTextOrBytes() throws Exception {
        try (RouteFixture fixture = new RouteFixture()) {
            fixture.routes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("roboflow-webrtc-worker:text?workflowId=text").process(GatewayIT::replyInTurn);
                    from("roboflow-webrtc:file?source=file&apiUrl={{worker.url}}&workspace=test&workflowId=text&sourceUri="
                            + TestVideos.of(30).file()).to("mock:results");
                }
            }).start();
            await().atMost(60, SECONDS).until(() -> fixture.mock("results").getReceivedCounter() == 30);
            List<InferenceResult> results = fixture.mock("results").getExchanges().stream()
                    .map(exchange -> exchange.getMessage().getBody(InferenceResult.class)).toList();
            assertThat(IntStream.range(0, 30).filter(i -> i % 5 < 4).mapToObj(results::get)).allSatisfy(result -> {
                assertThat(result.errors()).isEmpty();
                assertThat(result.field("number").intValue()).isEqualTo((int) result.frameId());
            });
            assertThat(results.get(4).errors()).singleElement().asString()
                    .contains("JSON object").contains("'not JSON'").contains("String");
        }
    }

    private static void replyInTurn(Exchange exchange) {
        int number = PaintedFrames.read(exchange.getMessage().getBody(Frame.class));
        String json = "{\"number\":" + number + ",\"errors\":3}";
        exchange.getMessage().setBody(switch (number % 5) {
            case 1 -> json;
            case 2 -> json.getBytes(java.nio.charset.StandardCharsets.UTF_8);
            case 3 -> new java.io.ByteArrayInputStream(json.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            case 4 -> "{\"serialized_output_data\":" + json + ",\"errors\":[]}";
            default -> "not JSON";
        });
    }
}
