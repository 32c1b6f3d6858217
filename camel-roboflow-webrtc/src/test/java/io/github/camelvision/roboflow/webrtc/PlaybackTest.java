package io.github.camelvision.roboflow.webrtc;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.testing.RouteFixture;
import io.github.camelvision.roboflow.webrtc.testkit.Playback;
import io.github.camelvision.roboflow.webrtc.testkit.Recording;
import io.github.camelvision.roboflow.webrtc.testkit.Stills;
import java.awt.Color;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Recordings in place of servers, through the routes as users write them. Nothing native is loaded and nothing is connected. */
class PlaybackTest {

    private static final String SERVER = "apiUrl=http://no.such.server.example:9001&workspace=w&workflowId=f";
    private static final Frame STILL = Stills.plain(64, 48, Color.BLUE);

    private static Recording numbers(int count) {
        Recording.Builder recording = Recording.builder();
        LongStream.rangeClosed(1, count).forEach(n -> recording.pair(InferenceResult.of(n, Map.of("n", n)), STILL.withPts(n * 3600)));
        return recording.build();
    }

    private static DefaultCamelContext context(Playback playback, RouteBuilder routes) throws Exception {
        DefaultCamelContext context = new DefaultCamelContext();
        context.getRegistry().bind("playback", playback);
        context.addRoutes(routes);
        return context;
    }

    private static RouteBuilder route(String uri) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from(uri).routeId("tested").delay(2).to("mock:out");
            }
        };
    }

    private static List<Exchange> played(Playback playback, String uri, int expected) throws Exception {
        try (DefaultCamelContext context = context(playback, route(uri))) {
            context.start();
            MockEndpoint out = context.getEndpoint("mock:out", MockEndpoint.class);
            await().atMost(45, SECONDS).until(() -> out.getReceivedCounter() >= expected);
            return new ArrayList<>(out.getReceivedExchanges());
        }
    }

    @ParameterizedTest
    @CsvSource({"source=rtsp&sourceUri=rtsp://cam/1, predictions",
            "source=rtsp&sourceUri=rtsp://cam/1&queueSize=1&overflow=dropNewest, predictions",
            "source=webcam, paired", "emit=frames, frames", "emit=frames&annotate=true, annotated"})
    void everyItemComesOnceAndInOrder(String options, String emit) throws Exception {
        String uri = "roboflow-webrtc:gate?" + SERVER + "&" + options + (emit.equals("paired") ? "&emit=paired" : "");
        List<Exchange> exchanges = played(Playback.of("gate", numbers(60)), uri, 60);
        assertThat(exchanges).hasSize(60);
        if (emit.equals("predictions")) {
            assertThat(exchanges).extracting(each -> each.getMessage().getBody(InferenceResult.class).frameId())
                    .isEqualTo(LongStream.rangeClosed(1, 60).boxed().toList());
        } else {
            assertThat(exchanges).extracting(each -> each.getMessage().getBody(Frame.class).pts())
                    .isEqualTo(LongStream.rangeClosed(1, 60).mapToObj(n -> n * 3600).toList());
        }
        assertThat(exchanges).extracting(each -> each.getMessage().getHeader(RoboflowWebrtcConstants.FRAME_ID))
                .allMatch(id -> (id != null) == !emit.equals("frames"));
        assertThat(exchanges).allMatch(each -> each.getMessage().getHeader(RoboflowWebrtcConstants.SESSION_NAME).equals("gate"));
    }

    @Test
    void eventsKeepTheirPlace() throws Exception {
        Recording recording = Recording.builder()
                .event(() -> "{\"type\":\"connected\",\"time\":\"2026-11-26T06:00:00Z\",\"sessionId\":\"s\",\"state\":\"STREAMING\"}"
                        .getBytes(StandardCharsets.UTF_8))
                .result(InferenceResult.of(1, Map.of()))
                .event(() -> "{\"type\":\"dropped\",\"state\":\"STREAMING\",\"dropped\":\"results\",\"count\":2,\"total\":5}"
                        .getBytes(StandardCharsets.UTF_8))
                .result(InferenceResult.of(2, Map.of())).build();
        List<Exchange> exchanges = played(Playback.of(recording), "roboflow-webrtc:x?" + SERVER + "&emitEvents=true", 4);
        assertThat(exchanges.stream().map(each -> String.valueOf(each.getMessage().getHeader(RoboflowWebrtcConstants.EVENT)))
                .collect(Collectors.joining(" "))).isEqualTo("connected null dropped null");
        SessionEvent dropped = exchanges.get(2).getMessage().getBody(SessionEvent.class);
        assertThat(dropped.drops().total()).isEqualTo(5);
        assertThat(exchanges.get(0).getMessage().getBody(SessionEvent.class).time()).hasToString("2026-11-26T06:00:00Z");
    }

    @Test
    void rulesOfObjectsAreReadOnceAtEachStart() throws Exception {
        AtomicInteger reads = new AtomicInteger();
        Object rules = new Object() {
            @Override
            public String toString() {
                reads.incrementAndGet();
                return "objects: {confirmFrames: 1}";
            }
        };
        try (DefaultCamelContext context = context(Playback.of(numbers(1)),
                route("roboflow-webrtc:x?" + SERVER + "&emit=objects&objectRules=#rules"))) {
            context.getRegistry().bind("rules", rules);
            context.start();
            assertThat(reads).hasValue(1);
            context.getRouteController().stopRoute("tested");
            context.getRouteController().startRoute("tested");
            assertThat(reads).hasValue(2);
        }
    }

    @Test
    void atSpeedItTakesAsLongAsItTook() throws Exception {
        Recording recording = Recording.builder().result(InferenceResult.of(1, Map.of())).pause(Duration.ofMillis(760))
                .result(InferenceResult.of(2, Map.of())).build();
        long begin = System.nanoTime();
        played(Playback.of(recording).atSpeed(), "roboflow-webrtc:x?" + SERVER, 2);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(790));
    }

    @Test
    void producersAreAnsweredInOrderAndToldWhenThereAreNoMoreAnswers() throws Exception {
        RouteBuilder routes = new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:ask").to(ExchangePattern.InOut, "roboflow-webrtc:stills?" + SERVER + "&dataField=n");
                from("direct:file").to("roboflow-webrtc:stills?" + SERVER + "&source=file").split(body()).to("mock:split");
            }
        };
        try (DefaultCamelContext context = context(Playback.of("stills", numbers(2)), routes)) {
            context.start();
            var template = context.createProducerTemplate();
            assertThat(template.requestBody("direct:ask", Stills.jpeg(STILL), String.class)).isEqualTo("1");
            assertThat(template.requestBody("direct:ask", STILL, String.class)).isEqualTo("2");
            assertThatThrownBy(() -> template.requestBody("direct:ask", STILL)).isInstanceOf(CamelExecutionException.class).cause()
                    .isInstanceOf(RoboflowWebrtcException.class).hasMessageContaining("it has 2 results").hasMessageContaining("repeating");
            assertThatThrownBy(() -> template.requestBody("direct:ask", "no frame")).cause()
                    .hasMessageContaining("must be a frame or image");
            template.sendBody("direct:file", "video.mp4");
            assertThat(context.getEndpoint("mock:split", MockEndpoint.class).getReceivedCounter()).isEqualTo(2);
        }
    }

    @Test
    void aPlaybackIsReadyAndNothingRemainsOfIt() throws Exception {
        try (DefaultCamelContext context = context(Playback.of(numbers(3)), route("roboflow-webrtc:x?" + SERVER))) {
            HealthCheckRegistry registry = HealthCheckRegistry.get(context);
            registry.register(registry.resolveById("consumers"));
            context.start();
            assertThat(HealthCheckHelper.invokeReadiness(context)).filteredOn(result -> result.getDetails().containsKey("session.name"))
                    .singleElement().satisfies(result -> {
                        assertThat(result.getState()).isEqualTo(HealthCheck.State.UP);
                        assertThat(result.getDetails()).containsEntry("session.playback", "made by the test");
                    });
        }
        await().atMost(45, SECONDS).until(() -> RouteFixture.sessionThreads().isEmpty());
    }

    /** Errors, too, as of a full heap: the route and who asks for its health hear of it. */
    @Test
    void aPlaybackThatBreaksIsToldAndNoMoreReady() throws Exception {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(new ClassLoader(before) {
            @Override
            public InputStream getResourceAsStream(String name) {
                return name.equals("broken.jsonl") ? new SequenceInputStream(
                        new ByteArrayInputStream("{\"recording\":1}\n{\"at\":0,\"result\":{}}\n".getBytes(StandardCharsets.UTF_8)),
                        new InputStream() {
                            @Override
                            public int read() {
                                throw new StackOverflowError();
                            }
                        }) : super.getResourceAsStream(name);
            }
        });
        RouteBuilder routes = new RouteBuilder() {
            @Override
            public void configure() {
                from("roboflow-webrtc:x?" + SERVER + "&bridgeErrorHandler=true").onException(RoboflowWebrtcException.class).handled(true)
                        .to("mock:broken").end().to("mock:out");
            }
        };
        try (DefaultCamelContext context = context(Playback.of(Recording.resource("/broken.jsonl")), routes)) {
            HealthCheckRegistry registry = HealthCheckRegistry.get(context);
            registry.register(registry.resolveById("consumers"));
            context.start();
            MockEndpoint broken = context.getEndpoint("mock:broken", MockEndpoint.class);
            await().atMost(45, SECONDS).until(() -> broken.getReceivedCounter() == 1);
            assertThat(broken.getReceivedExchanges().get(0).getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class))
                    .hasMessageContaining("playback ended").hasMessageContaining("StackOverflowError");
            assertThat(context.getEndpoint("mock:out", MockEndpoint.class).getReceivedCounter()).isLessThanOrEqualTo(1);
            assertThat(HealthCheckHelper.invokeReadiness(context)).filteredOn(result -> result.getDetails().containsKey("session.name"))
                    .singleElement().satisfies(result -> {
                        assertThat(result.getState()).isEqualTo(HealthCheck.State.DOWN);
                        assertThat(result.getMessage().orElse("")).contains("playback ended", "StackOverflowError");
                    });
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    @Test
    void aSessionWithoutRecordingConnectsToNothing() throws Exception {
        try (DefaultCamelContext context = context(Playback.of("other", numbers(1)), route("roboflow-webrtc:x?" + SERVER))) {
            assertThatThrownBy(context::start).hasStackTraceContaining("no recording for the session x, only for other")
                    .hasStackTraceContaining("recordDirectory");
        }
    }

    @Test
    void wrongOptionsAreStillRefused() throws Exception {
        try (DefaultCamelContext context = context(Playback.of(numbers(1)), route("roboflow-webrtc:x?" + SERVER + "&queueSize=0"))) {
            assertThatThrownBy(context::start).hasStackTraceContaining("queueSize must be at least 1");
        }
    }
}
