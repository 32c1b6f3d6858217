package io.github.camelvision.roboflow.webrtc;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.testing.PaintedFrames;
import io.github.camelvision.roboflow.webrtc.testing.RouteFixture;
import io.github.camelvision.roboflow.webrtc.testing.TestVideos;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file through the worker of the same context, as routes. */
class FileRouteIT {

    @ParameterizedTest
    @ValueSource(strings = {"", "&gzip=true", "&ackWindow=5"})
    void everyFrameOfAFileBecomesOneExchangeInOrder(String workerOptions) throws Exception {
        try (RouteFixture fixture = new RouteFixture(workerOptions)) {
            fixture.routes(client("file", TestVideos.of(600), "&emitEvents=true")).start();
            MockEndpoint results = fixture.mock("results");
            MockEndpoint events = fixture.mock("events");
            received(events, 2);
            assertThat(results.getReceivedCounter()).isEqualTo(600);

            assertThat(headers(results, RoboflowWebrtcConstants.FRAME_ID)).isEqualTo(LongStream.rangeClosed(1, 600).boxed().toList());
            assertThat(numbers(results)).isEqualTo(IntStream.rangeClosed(1, 600).boxed().toList());
            assertThat(events.getExchanges()).extracting(e -> e.getMessage().getHeader(RoboflowWebrtcConstants.EVENT))
                    .containsExactly("connected", "completed");
            SessionEvent completed = events.getExchanges().get(1).getMessage().getBody(SessionEvent.class);
            assertThat(completed.failed()).isFalse();
            assertThat(completed.lastFrameId()).isEqualTo(600);
            assertThat(completed.upload().complete()).isTrue();
            assertThat(completed.upload().bytes()).isEqualTo(completed.upload().totalBytes()).isPositive();
            assertThat(events.getExchanges().get(1).getMessage().getHeader(RoboflowWebrtcConstants.UPLOADED_BYTES))
                    .isEqualTo(completed.upload().totalBytes());

            Exchange tenth = results.getExchanges().get(9);
            assertThat(tenth.getMessage().getHeaders())
                    .containsEntry(RoboflowWebrtcConstants.SESSION_NAME, "file")
                    .containsEntry(RoboflowWebrtcConstants.WIDTH, 640)
                    .containsEntry(RoboflowWebrtcConstants.HEIGHT, 480)
                    .containsKeys(RoboflowWebrtcConstants.SESSION_ID, RoboflowWebrtcConstants.PTS, RoboflowWebrtcConstants.TIME_BASE,
                            RoboflowWebrtcConstants.RECEIVED_AT, RoboflowWebrtcConstants.DECLARED_FPS, Exchange.MESSAGE_TIMESTAMP)
                    .doesNotContainKeys(RoboflowWebrtcConstants.DROPPED, RoboflowWebrtcConstants.ERRORS);
            assertThat(tenth.getMessage().getBody(String.class)).startsWith("{").contains("\"number\":10");
        }
    }

    @Test
    void dataFieldIsTheBodyAlone() throws Exception {
        try (RouteFixture fixture = new RouteFixture()) {
            fixture.routes(client("file", TestVideos.of(30), "&dataField=number")).start();
            MockEndpoint results = fixture.mock("results");
            received(results, 30);
            assertThat(new String(results.getExchanges().get(6).getMessage().getBody(byte[].class), StandardCharsets.UTF_8)).isEqualTo("7");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"dataChannel", "track"})
    void framesComeBackAsFrames(String delivery) throws Exception {
        try (RouteFixture fixture = new RouteFixture()) {
            fixture.routes(client("file", TestVideos.of(120), "&emit=frames&streamOutput=image&emitEvents=true&frameDelivery=" + delivery))
                    .start();
            received(fixture.mock("events"), 2);
            List<Integer> painted = fixture.mock("results").getExchanges().stream()
                    .map(e -> PaintedFrames.read(e.getMessage().getBody(Frame.class))).toList();
            assertThat(painted).doesNotHaveDuplicates().isSorted().doesNotContain(-1);
            if (delivery.equals("dataChannel")) {
                assertThat(painted).isEqualTo(IntStream.rangeClosed(1, 120).boxed().toList());
            } else {
                // the encoder may skip frames, above all the first ones
                assertThat(painted).hasSizeGreaterThan(60);
            }
        }
    }

    @Test
    void aFailingWorkflowGivesAResultWithErrorsAndTheNextFrameGoesOn() throws Exception {
        try (RouteFixture fixture = new RouteFixture()) {
            fixture.routes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("roboflow-webrtc-worker:failing?workflowId=failing").process(exchange -> {
                        if (exchange.getMessage().getHeader(RoboflowWebrtcConstants.FRAME_ID, Long.class) == 3) {
                            throw new IllegalStateException("no model for this frame");
                        }
                        exchange.getMessage().setBody(Map.of("ok", true));
                    });
                    from("roboflow-webrtc:file?source=file&sourceUri=" + TestVideos.of(30).file() + "&apiUrl={{worker.url}}"
                            + "&workspace=test&workflowId=failing").to("mock:results");
                }
            }).start();
            MockEndpoint results = fixture.mock("results");
            received(results, 30);
            assertThat(headers(results, RoboflowWebrtcConstants.ERRORS)).filteredOn(java.util.Objects::nonNull).hasSize(1);
            assertThat(results.getExchanges().get(2).getMessage().getHeader(RoboflowWebrtcConstants.ERRORS).toString())
                    .contains("no model for this frame");
        }
    }

    @Test
    void anUnknownWorkflowFailsAStartThatWaitsWithTheServersWords() throws Exception {
        try (RouteFixture fixture = new RouteFixture()) {
            fixture.routes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("roboflow-webrtc:file?source=file&sourceUri=" + TestVideos.of(30).file()
                            + "&apiUrl={{worker.url}}&workspace=test&workflowId=nosuch&awaitConnection=60s").to("mock:results");
                }
            });
            assertThatThrownBy(fixture::start).hasMessageContaining("404").hasMessageContaining("nosuch")
                    .hasMessageContaining("numbers");
        }
    }

    @Test
    void aMissingFileFailsTheStartAndNamesTheOption() throws Exception {
        try (RouteFixture fixture = new RouteFixture()) {
            fixture.routes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("roboflow-webrtc:file?source=file&sourceUri=/no/such.mp4&" + RouteFixture.client()).to("mock:results");
                }
            });
            assertThatThrownBy(fixture::start).hasMessageContaining("sourceUri").hasMessageContaining("/no/such.mp4");
        }
    }

    @Test
    void stopsCleanlyInMidStreamAlsoFromInsideTheRoute() throws Exception {
        try (RouteFixture fixture = new RouteFixture()) {
            CountDownLatch stopped = new CountDownLatch(1);
            fixture.routes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("roboflow-webrtc:file?source=file&sourceUri=" + TestVideos.of(600).file() + "&" + RouteFixture.client())
                            .routeId("client").process(exchange -> {
                                if (exchange.getMessage().getHeader(RoboflowWebrtcConstants.FRAME_ID, Long.class) == 50) {
                                    new Thread(() -> {
                                        try {
                                            exchange.getContext().getRouteController().stopRoute("client");
                                            stopped.countDown();
                                        } catch (Exception e) {
                                            throw new IllegalStateException(e);
                                        }
                                    }).start();
                                }
                            }).to("mock:results");
                }
            }).start();
            assertThat(stopped.await(30, SECONDS)).isTrue();
            await().atMost(45, SECONDS).until(() -> RouteFixture.sessionThreads().stream().noneMatch(name -> name.endsWith("file")));
            int afterStop = fixture.mock("results").getReceivedCounter();
            assertThat(afterStop).isBetween(50, 599);
        }
    }

    @Test
    void stopsBeforeTheConnectionIsUp() throws Exception {
        try (RouteFixture fixture = new RouteFixture()) {
            fixture.routes(client("file", TestVideos.of(600), "")).start();
            fixture.context().getRouteController().stopRoute("client");
            await().atMost(45, SECONDS).until(() -> RouteFixture.sessionThreads().stream().noneMatch(name -> name.endsWith("file")));
        }
    }

    @Test
    void restartsFiftyTimesWithoutAGrowingThreadCount() throws Exception {
        try (RouteFixture fixture = new RouteFixture()) {
            fixture.routes(client("file", TestVideos.of(30), "")).start();
            MockEndpoint results = fixture.mock("results");
            int threadsAfterFive = 0;
            for (int i = 1; i <= 50; i++) {
                if (i > 1) {
                    results.reset();
                    fixture.context().getRouteController().startRoute("client");
                }
                received(results, i % 2 == 0 ? 30 : 1);
                fixture.context().getRouteController().stopRoute("client");
                if (i == 5) {
                    threadsAfterFive = Thread.activeCount();
                }
            }
            int limit = threadsAfterFive + 3;
            await().atMost(45, SECONDS).untilAsserted(() -> assertThat(Thread.activeCount()).isLessThanOrEqualTo(limit));
        }
    }

    private static RouteBuilder client(String session, TestVideos video, String options) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("roboflow-webrtc:" + session + "?source=file&sourceUri=" + video.file() + "&" + RouteFixture.client() + options)
                        .routeId("client")
                        .choice()
                        .when(header(RoboflowWebrtcConstants.EVENT).isNotNull()).to("mock:events")
                        .otherwise().to("mock:results");
            }
        };
    }

    private static void received(MockEndpoint mock, int atLeast) {
        await("messages at " + mock.getName()).atMost(60, SECONDS).until(() -> mock.getReceivedCounter() >= atLeast);
    }

    private static List<Object> headers(MockEndpoint mock, String name) {
        return mock.getExchanges().stream().map(exchange -> exchange.getMessage().getHeader(name)).toList();
    }

    private static List<Integer> numbers(MockEndpoint mock) {
        return mock.getExchanges().stream()
                .map(exchange -> exchange.getMessage().getBody(InferenceResult.class).field("number").asInt()).toList();
    }
}
