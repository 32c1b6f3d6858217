package io.github.camelvision.roboflow.webrtc;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.media.ImageCodec;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.testing.FrameFeeder;
import io.github.camelvision.roboflow.webrtc.testing.PaintedFrames;
import io.github.camelvision.roboflow.webrtc.testing.RouteFixture;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Frames from a producer through the worker of the same context. */
class ManualRouteIT {

    @TempDir
    static Path folder;

    @ParameterizedTest
    @CsvSource({"640, 480, 285", "1280, 720, 285"})
    void framesOfTheProducerComeOutOfTheConsumerWithTheSameName(int width, int height, int atLeast) throws Exception {
        try (RouteFixture fixture = new RouteFixture()) {
            fixture.routes(live("&realtimeProcessing=false")).start();
            MockEndpoint results = fixture.mock("results");
            ProducerTemplate frames = fixture.context().createProducerTemplate();
            FrameFeeder.pump(300, width, height, 30, frame -> frames.sendBody("direct:frames", frame));
            await().atMost(45, SECONDS).until(() -> numbers(results).contains(300));
            List<Integer> numbers = numbers(results);
            assertThat(numbers).doesNotHaveDuplicates().isSorted().doesNotContain(-1).hasSizeGreaterThanOrEqualTo(atLeast);
        }
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void anyFrameIsAFrame(Function<Frame, Object> toBody) throws Exception {
        try (RouteFixture fixture = new RouteFixture()) {
            fixture.routes(live("")).start();
            fixture.context().createProducerTemplate().sendBody("direct:frames", toBody.apply(PaintedFrames.paint(7, 640, 480)));
            MockEndpoint results = fixture.mock("results");
            await().atMost(45, SECONDS).until(() -> numbers(results).equals(List.of(7)));
        }
    }

    static Stream<Function<Frame, Object>> bodies() {
        return Stream.of(
                frame -> ImageCodec.encodeJpeg(frame, 95),
                ImageCodec::encodePng,
                ManualRouteIT::image,
                frame -> file(ImageCodec.encodePng(frame)));
    }

    private static BufferedImage image(Frame frame) {
        return ImageCodec.toBufferedImage(frame);
    }

    private static Object file(byte[] png) {
        try {
            return Files.write(folder.resolve("frame.png"), png).toFile();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void aBodyThatIsNoFrameIsRefusedWithTheCure() throws Exception {
        try (RouteFixture fixture = new RouteFixture()) {
            fixture.routes(live("")).start();
            ProducerTemplate frames = fixture.context().createProducerTemplate();
            assertThat(frames.send("direct:frames", exchange -> exchange.getMessage().setBody(java.time.Instant.now())).getException())
                    .hasMessageContaining("BufferedImage").hasMessageContaining("java.time.Instant");
            assertThat(frames.send("direct:frames", exchange -> exchange.getMessage().setBody(new byte[] {1, 2, 3})).getException())
                    .isNotNull();
        }
    }

    @Test
    void inOutIsAnsweredWithThePredictionOfTheVeryFrame() throws Exception {
        try (RouteFixture fixture = new RouteFixture()) {
            fixture.routes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:ask").to("roboflow-webrtc:ask?" + RouteFixture.client());
                }
            }).start();
            ProducerTemplate ask = fixture.context().createProducerTemplate();
            for (int number = 1; number <= 10; number++) {
                InferenceResult answer = ask.requestBody("direct:ask", PaintedFrames.paint(number, 640, 480), InferenceResult.class);
                assertThat(answer.field("number").asInt()).isEqualTo(number);
            }
        }
    }

    @Test
    void aRouteInYamlDoesTheSame() throws Exception {
        try (RouteFixture fixture = new RouteFixture()) {
            String yaml = """
                    - route:
                        from:
                          uri: roboflow-webrtc:yaml
                          parameters:
                            source: manual
                            apiUrl: "{{worker.url}}"
                            workspace: test
                            workflowId: numbers
                            dataField: number
                          steps:
                            - convertBodyTo:
                                type: String
                            - to: mock:results
                    - route:
                        from:
                          uri: direct:frames
                          steps:
                            - to: roboflow-webrtc:yaml
                    """;
            var loader = org.apache.camel.support.PluginHelper.getRoutesLoader(fixture.context());
            loader.loadRoutes(org.apache.camel.support.ResourceHelper.fromString("routes.yaml", yaml));
            fixture.start();
            fixture.context().createProducerTemplate().sendBody("direct:frames", PaintedFrames.paint(42, 640, 480));
            MockEndpoint results = fixture.mock("results");
            await().atMost(45, SECONDS).until(() -> results.getReceivedCounter() == 1);
            assertThat(results.getExchanges().get(0).getMessage().getBody()).isEqualTo("42");
        }
    }

    private static RouteBuilder live(String options) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("roboflow-webrtc:live?source=manual&queueSize=100&" + RouteFixture.client() + options).to("mock:results");
                from("direct:frames").to("roboflow-webrtc:live");
            }
        };
    }

    private static List<Integer> numbers(MockEndpoint mock) {
        return mock.getExchanges().stream()
                .map(exchange -> exchange.getMessage().getBody(InferenceResult.class).field("number").asInt()).toList();
    }
}
