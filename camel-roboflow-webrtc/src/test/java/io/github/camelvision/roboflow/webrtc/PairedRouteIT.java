package io.github.camelvision.roboflow.webrtc;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcConsumer;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.testing.PaintedFrames;
import io.github.camelvision.roboflow.webrtc.testing.RouteFixture;
import io.github.camelvision.roboflow.webrtc.testing.TestVideos;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** emit=paired as routes see it: what comes alone, and what it is called. */
class PairedRouteIT {

    @TempDir
    private Path folder;

    private static String byTrack(int frames, String options) {
        return "roboflow-webrtc:file?source=file&frameDelivery=track&emit=paired&streamOutput=image&emitEvents=true&sourceUri="
                + TestVideos.of(frames).file() + "&" + RouteFixture.client() + options;
    }

    private RouteFixture run(String uri) throws Exception {
        RouteFixture fixture = new RouteFixture();
        fixture.routes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri).routeId("client").choice()
                        .when(header(RoboflowWebrtcConstants.EVENT).isEqualTo("completed")).to("mock:end")
                        .when(header(RoboflowWebrtcConstants.EVENT).isNull()).to("mock:results")
                        .filter(body().isNotNull())
                        .to("file:" + folder + "?fileName=f-${header." + RoboflowWebrtcConstants.FRAME_ID + "}.jpg");
            }
        }).start();
        await().atMost(45, SECONDS).until(() -> fixture.mock("end").getReceivedCounter() == 1);
        return fixture;
    }

    private static List<Message> results(RouteFixture fixture) {
        return fixture.mock("results").getExchanges().stream().map(Exchange::getMessage).toList();
    }

    private static RoboflowWebrtcConsumer consumer(RouteFixture fixture) {
        return (RoboflowWebrtcConsumer) fixture.context().getRoute("client").getConsumer();
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 120})
    void everyPredictionOfAFileByTrackComesInOrderAndItsFrameIfItWasNotLost(int frames) throws Exception {
        try (RouteFixture fixture = run(byTrack(frames, ""))) {
            List<Message> results = results(fixture);
            assertThat(results).extracting(message -> message.getHeader(RoboflowWebrtcConstants.FRAME_ID))
                    .isEqualTo(LongStream.rangeClosed(1, frames).boxed().toList());
            for (Message message : results) {
                InferenceResult result = message.getHeader(RoboflowWebrtcConstants.RESULT, InferenceResult.class);
                Frame frame = message.getBody(Frame.class);
                assertThat(frame == null ? result.field("number").asInt() : PaintedFrames.read(frame))
                        .isEqualTo(result.field("number").asInt());
            }
            long alone = results.stream().filter(message -> message.getBody() == null).count();
            assertThat(consumer(fixture).getUnpairedPredictions()).isEqualTo(alone);
            SessionEvent end = fixture.mock("end").getExchanges().get(0).getMessage().getBody(SessionEvent.class);
            assertThat(end.framesLost()).isEqualTo(alone);
        }
    }

    /** The results of the last frames are there at once: their frames are as far apart as all others before the session ends. */
    @Test
    void theLastFramesAreNotLostWhenTheirResultsComeTogether() throws Exception {
        CompletableFuture<Void> last = new CompletableFuture<>();
        try (RouteFixture fixture = new RouteFixture()) {
            fixture.routes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("roboflow-webrtc-worker:late?workflowId=late&maxInFlight=10&ackWindow=16").threads(10).process(exchange -> {
                        Frame frame = exchange.getMessage().getBody(Frame.class);
                        int number = PaintedFrames.read(frame);
                        if (number == 120) {
                            last.complete(null);
                        } else if (number > 110) {
                            last.join();
                        }
                        exchange.getMessage().setBody(Map.of("number", number, "image", frame));
                    });
                    from("roboflow-webrtc:file?source=file&frameDelivery=track&emit=paired&streamOutput=image&emitEvents=true"
                            + "&apiUrl={{worker.url}}&workspace=test&workflowId=late&sourceUri=" + TestVideos.of(120).file())
                                    .choice().when(header(RoboflowWebrtcConstants.EVENT).isEqualTo("completed")).to("mock:end")
                                    .when(header(RoboflowWebrtcConstants.EVENT).isNull()).to("mock:results");
                }
            }).start();
            await().atMost(45, SECONDS).until(() -> fixture.mock("end").getReceivedCounter() == 1);
            List<Message> results = results(fixture);
            assertThat(results).hasSize(120);
            assertThat(results.subList(110, 120)).filteredOn(message -> message.getBody() != null).hasSizeGreaterThan(5);
        }
    }

    @Test
    void namedByTheFrameIdNoFileReplacesAnother() throws Exception {
        try (RouteFixture fixture = run(byTrack(60, "&unpaired=drop"))) {
            MockEndpoint results = fixture.mock("results");
            assertThat(results(fixture)).allMatch(message -> message.getBody() != null)
                    .allMatch(message -> message.getHeader(RoboflowWebrtcConstants.FRAME_ID) != null);
            assertThat(results.getReceivedCounter() + consumer(fixture).getUnpairedDropped()).isGreaterThanOrEqualTo(60);
            try (Stream<Path> files = Files.list(folder)) {
                List<String> names = files.map(file -> file.getFileName().toString()).toList();
                assertThat(names).hasSize(results.getReceivedCounter()).doesNotContain("f-.jpg");
            }
        }
    }
}
