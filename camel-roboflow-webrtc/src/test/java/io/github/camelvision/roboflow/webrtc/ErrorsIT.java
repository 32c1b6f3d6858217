package io.github.camelvision.roboflow.webrtc;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcConsumer;
import io.github.camelvision.roboflow.webrtc.route.RouteCall;
import io.github.camelvision.roboflow.webrtc.testing.CapturedLog;
import io.github.camelvision.roboflow.webrtc.testing.RouteFixture;
import io.github.camelvision.roboflow.webrtc.testing.TestVideos;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.ExceptionHandler;
import org.apache.camel.spi.InflightRepository;
import org.apache.camel.support.SynchronizationAdapter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;

/** Errors of the JVM that a route throws cost the exchange that they come from, and nothing else. */
class ErrorsIT {

    private static final int FRAMES = 30;

    /** Throws something else each time, on all frames but every third. */
    private static void fail(Exchange exchange) {
        Long frame = exchange.getMessage().getHeader(RoboflowWebrtcConstants.FRAME_ID, Long.class);
        switch (frame == null ? 0 : (int) (frame % 6)) {
            case 1 -> throw new AssertionError("asserted");
            case 2 -> endless(0);
            case 4 -> throw new OutOfMemoryError("as if");
            case 5 -> throw new LinkageError("no such class");
            default -> {
                // goes through
            }
        }
    }

    private static long endless(long depth) {
        return depth + endless(depth + 1);
    }

    /** A step that evaluates nothing, and fails. */
    private static final class Failing implements Expression {
        @Override
        public <T> T evaluate(Exchange exchange, Class<T> type) {
            fail(exchange);
            return type.cast(exchange.getMessage().getBody());
        }
    }

    private static void step(RouteDefinition route, String where) {
        switch (where) {
            case "process" -> route.process(ErrorsIT::fail);
            case "transform" -> route.transform(new Failing());
            case "direct" -> route.to("direct:other");
            case "completion" -> route.process(exchange -> exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
                @Override
                public void onDone(Exchange done) {
                    fail(done);
                }
            }));
            default -> throw new IllegalArgumentException(where);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"process", "transform", "direct", "completion"})
    void everyOtherFrameComesAndNothingStaysInFlight(String where) throws Exception {
        List<Throwable> reported = new CopyOnWriteArrayList<>();
        try (RouteFixture fixture = new RouteFixture()) {
            fixture.context().getRegistry().bind("errors", handler(reported));
            fixture.routes(new RouteBuilder() {
                @Override
                public void configure() {
                    RouteDefinition route = from("roboflow-webrtc:file?source=file&exceptionHandler=#errors&emitEvents=true&sourceUri="
                            + TestVideos.of(FRAMES).file() + "&" + RouteFixture.client()).routeId("client").to("mock:all");
                    step(route, where);
                    route.to("mock:through");
                    from("direct:other").routeId("other").process(ErrorsIT::fail);
                }
            }).start();
            MockEndpoint all = fixture.mock("all");
            await().atMost(45, SECONDS).until(() -> all.getReceivedCounter() == FRAMES + 2);
            InflightRepository inflight = fixture.context().getInflightRepository();
            await().atMost(45, SECONDS).until(() -> inflight.size() == 0 && inflight.size("client") == 0 && inflight.size("other") == 0);
            if (!where.equals("completion")) {
                assertThat(fixture.mock("through").getReceivedCounter()).isEqualTo(FRAMES / 3 + 2);
            }
            assertThat(reported).hasSize(FRAMES * 2 / 3);
            assertThat(reported).extracting(RouteCall::unwrapped).hasAtLeastOneElementOfType(StackOverflowError.class)
                    .hasAtLeastOneElementOfType(AssertionError.class).hasAtLeastOneElementOfType(OutOfMemoryError.class);
            RoboflowWebrtcConsumer consumer = (RoboflowWebrtcConsumer) fixture.context().getRoute("client").getConsumer();
            assertThat(consumer.getSessionState()).isEqualTo("CLOSED");
            fixture.context().getShutdownStrategy().setTimeout(40);
            fixture.context().getRouteController().suspendRoute("client");
            fixture.context().getRouteController().resumeRoute("client");
            fixture.context().getRouteController().stopRoute("client");
            assertThat(fixture.context().getShutdownStrategy().isTimeoutOccurred()).isFalse();
        }
    }

    /** Fails itself. */
    private static ExceptionHandler handler(List<Throwable> reported) {
        return new ExceptionHandler() {
            @Override
            public void handleException(Throwable exception) {
                handleException(null, null, exception);
            }

            @Override
            public void handleException(String message, Throwable exception) {
                handleException(message, null, exception);
            }

            @Override
            public void handleException(String message, Exchange exchange, Throwable exception) {
                reported.add(exception);
                throw new AssertionError("the handler fails too");
            }
        };
    }

    @Test
    void withoutAHandlerTheFirstIsLoggedWithItsStackAndTheOthersAreCounted() throws Exception {
        try (CapturedLog log = new CapturedLog(); RouteFixture fixture = new RouteFixture()) {
            fixture.routes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("roboflow-webrtc:file?source=file&sourceUri=" + TestVideos.of(FRAMES).file() + "&" + RouteFixture.client())
                            .routeId("client").to("mock:all").process(ErrorsIT::fail);
                }
            }).start();
            await().atMost(45, SECONDS).until(() -> fixture.mock("all").getReceivedCounter() == FRAMES);
            await().atMost(45, SECONDS).until(() -> fixture.context().getInflightRepository().size() == 0);
            fixture.context().getRouteController().stopRoute("client");
            List<String> told = log.lines().stream().filter(line -> line.contains("exchange")).filter(line -> !line.startsWith("DEBUG"))
                    .toList();
            assertThat(told.get(0)).startsWith("WARN Session file: an exchange failed: java.lang.AssertionError: asserted");
            assertThat(told).hasSizeLessThan(12).last().asString().contains("more");
        }
    }

    @Test
    void aWorkersRouteSurvivesThemToo() throws Exception {
        try (RouteFixture fixture = new RouteFixture()) {
            fixture.routes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("roboflow-webrtc-worker:failing?workflowId=failing").routeId("failing").process(exchange -> {
                        if (exchange.getMessage().getHeader(RoboflowWebrtcConstants.FRAME_ID, Long.class) % 2 == 0) {
                            throw new AssertionError("asserted there");
                        }
                        exchange.getMessage().setBody(Map.of("ok", true));
                    });
                    from("roboflow-webrtc:file?source=file&sourceUri=" + TestVideos.of(FRAMES).file() + "&apiUrl={{worker.url}}"
                            + "&workspace=test&workflowId=failing").to("mock:results");
                }
            }).start();
            MockEndpoint results = fixture.mock("results");
            await().atMost(45, SECONDS).until(() -> results.getReceivedCounter() == FRAMES);
            assertThat(results.getExchanges().get(1).getMessage().getHeader(RoboflowWebrtcConstants.ERRORS).toString())
                    .contains("asserted there");
            await().atMost(45, SECONDS).until(() -> fixture.context().getInflightRepository().size("failing") == 0);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyExchangeHasTheSessionsNameInTheLoggingContext(boolean camelsOwn) throws Exception {
        try (RouteFixture fixture = new RouteFixture()) {
            fixture.context().setUseMDCLogging(camelsOwn);
            fixture.context().setMDCLoggingKeysPattern("roboflow.*");
            List<String> names = new CopyOnWriteArrayList<>();
            fixture.routes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("roboflow-webrtc:file?source=file&emitEvents=true&concurrentConsumers=2&sourceUri="
                            + TestVideos.of(FRAMES).file() + "&" + RouteFixture.client())
                                    .process(exchange -> names.add(String.valueOf(MDC.get("roboflow.session")))).to("mock:results");
                }
            }).start();
            await().atMost(45, SECONDS).until(() -> fixture.mock("results").getReceivedCounter() == FRAMES + 2);
            assertThat(names).hasSize(FRAMES + 2).containsOnly("file");
        }
    }
}
