package io.github.camelvision.roboflow.webrtc;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.testing.FrameFeeder;
import io.github.camelvision.roboflow.webrtc.testing.PaintedFrames;
import io.github.camelvision.roboflow.webrtc.testing.RouteFixture;
import io.github.camelvision.roboflow.webrtc.testkit.Playback;
import io.github.camelvision.roboflow.webrtc.testkit.Recording;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A session is recorded with one option, and what its route got then it gets again without a server. */
class RecordIT {

    private static final int FRAMES = 40;

    @TempDir
    Path folder;

    private static RouteBuilder live(String uri) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from(uri).routeId("live").to("mock:out");
                from("direct:frames").routeId("frames").to(uri);
            }
        };
    }

    private static String seen(Exchange exchange) {
        Object body = exchange.getMessage().getBody();
        Object event = exchange.getMessage().getHeader(RoboflowWebrtcConstants.EVENT);
        InferenceResult result = body instanceof InferenceResult own ? own
                : exchange.getMessage().getHeader(RoboflowWebrtcConstants.RESULT, InferenceResult.class);
        return exchange.getMessage().getHeader(RoboflowWebrtcConstants.SESSION_ID) + " " + (event != null ? event
                : result == null ? "-" : new String(result.json()))
                + (body instanceof Frame frame ? " frame "
                        + PaintedFrames.read(frame) + " at " + frame.pts() : "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"&emitEvents=true&queueSize=100", "&emit=paired&streamOutput=image&unpaired=deliver&queueSize=100"})
    void whatARouteGotItGetsAgain(String options) throws Exception {
        String uri = "roboflow-webrtc:gate?" + RouteFixture.client() + "&realtimeProcessing=false" + options;
        List<String> live;
        try (RouteFixture fixture = new RouteFixture()) {
            fixture.routes(live(uri + "&recordDirectory=" + folder)).start();
            MockEndpoint out = fixture.mock("out");
            ProducerTemplate template = fixture.context().createProducerTemplate();
            FrameFeeder.pump(FRAMES, 640, 480, 30, frame -> template.sendBody("direct:frames", frame));
            await().atMost(45, SECONDS).until(() -> out.getReceivedCounter() >= FRAMES / 2);
            fixture.context().getRouteController().stopRoute("frames");
            fixture.context().getRouteController().stopRoute("live");
            live = out.getReceivedExchanges().stream().map(RecordIT::seen).toList();
        }
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.getPropertiesComponent().addInitialProperty("worker.url", "http://no.server.example");
            context.getRegistry().bind("playback", Playback.directory(folder));
            context.addRoutes(live(uri));
            context.start();
            MockEndpoint out = context.getEndpoint("mock:out", MockEndpoint.class);
            await().atMost(45, SECONDS).until(() -> out.getReceivedCounter() >= live.size());
            // the recording may have more: what came between the last exchange and the end
            assertThat(out.getReceivedExchanges().stream().map(RecordIT::seen).toList()).startsWith(live.toArray(String[]::new));
        }
    }

    @Test
    void theAnswersOfAProducerAreRecorded() throws Exception {
        try (RouteFixture fixture = new RouteFixture()) {
            fixture.routes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:ask").to(ExchangePattern.InOut, "roboflow-webrtc:a/b?" + RouteFixture.client() + "&recordDirectory="
                            + folder + "&replyTimeout=40s");
                }
            }).start();
            for (int number = 1; number <= 5; number++) {
                fixture.context().createProducerTemplate().requestBody("direct:ask", PaintedFrames.paint(number, 640, 480));
            }
        }
        // what a file system does not take is replaced
        assertThat(
                Recording.read(folder.resolve("a_b.jsonl")).items().stream().map(item -> item.result().outputs().path("number").asLong()))
                        .isEqualTo(LongStream.rangeClosed(1, 5).boxed().toList());
        assertThat(Playback.directory(folder).recording("a/b").name()).isEqualTo("a_b.jsonl");
    }
}
