package io.github.camelvision.roboflow.webrtc;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcConsumer;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.testing.PaintedFrames;
import io.github.camelvision.roboflow.webrtc.testing.RouteFixture;
import io.github.camelvision.roboflow.webrtc.testing.TestVideos;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Errors on threads that a route takes for itself: the session goes on, and every frame that failed is acknowledged. */
@Timeout(180)
class StepErrorsIT {

    private static final int FRAMES = 30;
    /** Fewer than the frames that fail: without their acknowledgements the worker would stop. */
    private static final String NARROW = "&ackWindow=2&maxInFlight=1";

    /** Fails with another error each time, on all frames but every third. */
    private static void fail(Exchange exchange) {
        Long frame = exchange.getMessage().getHeader(RoboflowWebrtcConstants.FRAME_ID, Long.class);
        fail(frame == null ? 0 : frame.intValue());
    }

    private static void fail(int frame) {
        switch (frame % 6) {
            case 1 -> throw new AssertionError("asserted");
            case 2 -> endless(0);
            case 4 -> throw new OutOfMemoryError("as if");
            case 5 -> throw new NoClassDefFoundError("no/such/Class");
            default -> {
                // goes through
            }
        }
    }

    private static long endless(long depth) {
        return depth + endless(depth + 1);
    }

    /** An expression that evaluates to the body, and fails. */
    private static final class Failing implements Expression {
        @Override
        public <T> T evaluate(Exchange exchange, Class<T> type) {
            fail(exchange);
            return type.cast(exchange.getMessage().getBody());
        }
    }

    private static void step(ProcessorDefinition<?> before, String kind) {
        ProcessorDefinition<?> after =
                kind.equals("process") ? before.process((Processor) StepErrorsIT::fail) : before.transform(new Failing());
        after.to("mock:through");
    }

    private static ProcessorDefinition<?> way(RouteDefinition route, String way) {
        return switch (way) {
            case "threads" -> route.threads(2);
            case "delay" -> route.delay(1).asyncDelayed();
            case "split" -> route.split(constant("a,b").tokenize(",")).parallelProcessing().stopOnException();
            case "loop" -> route.threads(1).loop(1);
            case "choice" -> route.threads(1).choice().when(header(RoboflowWebrtcConstants.FRAME_ID).isNotNull());
            case "multicast" -> route.multicast().parallelProcessing().to("direct:other", "mock:beside").end();
            case "direct" -> route.threads(1).to("direct:other");
            case "wireTap" -> route.wireTap("direct:other").end();
            case "seda" -> route.to("seda:other?concurrentConsumers=2");
            case "recipients" -> route.recipientList(constant("direct:other")).parallelProcessing().end();
            case "circuit" -> route.threads(1).doTry().to("direct:other").doFinally();
            default -> throw new IllegalArgumentException(way);
        };
    }

    private static org.apache.camel.builder.ValueBuilder constant(String text) {
        return org.apache.camel.builder.Builder.constant(text);
    }

    private static org.apache.camel.builder.ValueBuilder header(String name) {
        return org.apache.camel.builder.Builder.header(name);
    }

    @ParameterizedTest
    @CsvSource({"threads, process", "threads, transform", "delay, process", "delay, transform", "split, process", "split, transform",
            "loop, transform", "choice, transform", "multicast, transform", "direct, process", "direct, transform", "wireTap, process",
            "wireTap, transform", "seda, process", "seda, transform", "recipients, transform", "circuit, transform"})
    void everyFrameComesAndNothingStaysInFlight(String way, String kind) throws Exception {
        try (RouteFixture fixture = new RouteFixture(NARROW)) {
            fixture.routes(new RouteBuilder() {
                @Override
                public void configure() {
                    errorHandler(defaultErrorHandler().logExhausted(false));
                    // made before anything of this library is
                    step(from("direct:other").routeId("other"), kind);
                    step(from("seda:other?concurrentConsumers=2").routeId("seda"), kind);
                    RouteDefinition route = from("roboflow-webrtc:file?source=file&sourceUri=" + TestVideos.of(FRAMES).file() + "&"
                            + RouteFixture.client()).routeId("client").to("mock:all");
                    ProcessorDefinition<?> behind = way(route, way);
                    if (List.of("threads", "delay", "split", "loop", "choice").contains(way)) {
                        step(behind, kind);
                    }
                }
            }).start();
            MockEndpoint all = fixture.mock("all");
            await("every frame").atMost(45, SECONDS).until(() -> all.getReceivedCounter() == FRAMES);
            await("nothing in flight").atMost(45, SECONDS).until(() -> fixture.context().getInflightRepository().size() == 0);
            int branches = way.equals("split") ? 2 : 1;
            await("the others").atMost(45, SECONDS).until(() -> fixture.mock("through").getReceivedCounter() == FRAMES / 3 * branches);
            RoboflowWebrtcConsumer consumer = (RoboflowWebrtcConsumer) fixture.context().getRoute("client").getConsumer();
            await("the end").atMost(45, SECONDS).until(() -> consumer.getSessionState().equals("CLOSED"));
            fixture.context().getShutdownStrategy().setTimeout(40);
            fixture.context().getRouteController().stopRoute("client");
            assertThat(fixture.context().getShutdownStrategy().isTimeoutOccurred()).isFalse();
        }
    }

    @Test
    void theRoutesErrorHandlerSeesThem() throws Exception {
        try (RouteFixture fixture = new RouteFixture(NARROW)) {
            fixture.routes(new RouteBuilder() {
                @Override
                public void configure() {
                    onException(Error.class).handled(true).logExhausted(false)
                            .setBody(exchange -> exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class).getCause()
                                    .getClass().getSimpleName())
                            .to("mock:dead");
                    from("roboflow-webrtc:file?source=file&sourceUri=" + TestVideos.of(FRAMES).file() + "&" + RouteFixture.client())
                            .threads(1).transform(new Failing()).to("mock:through");
                }
            }).start();
            await().atMost(45, SECONDS).until(() -> fixture.mock("dead").getReceivedCounter() == FRAMES * 2 / 3);
            await().atMost(45, SECONDS).until(() -> fixture.mock("through").getReceivedCounter() == FRAMES / 3);
            assertThat(fixture.mock("dead").getExchanges().stream().map(exchange -> exchange.getMessage().getBody(String.class))
                    .collect(Collectors.toSet())).containsExactlyInAnyOrder("AssertionError", "StackOverflowError", "OutOfMemoryError",
                            "NoClassDefFoundError");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"process", "transform"})
    void aWorkersRouteOnOtherThreads(String kind) throws Exception {
        try (RouteFixture fixture = new RouteFixture()) {
            fixture.routes(new RouteBuilder() {
                @Override
                public void configure() {
                    errorHandler(defaultErrorHandler().logExhausted(false));
                    RouteDefinition worker = from("roboflow-webrtc-worker:failing?workflowId=failing").routeId("failing");
                    step(worker.threads(2), kind);
                    worker.setBody(exchange -> Map.of("ok", true));
                    from("roboflow-webrtc:file?source=file&sourceUri=" + TestVideos.of(FRAMES).file() + "&apiUrl={{worker.url}}"
                            + "&workspace=test&workflowId=failing").to("mock:results");
                }
            }).start();
            MockEndpoint results = fixture.mock("results");
            await().atMost(45, SECONDS).until(() -> results.getReceivedCounter() == FRAMES);
            List<InferenceResult> failed = results.getExchanges().stream().map(e -> e.getMessage().getBody(InferenceResult.class))
                    .filter(result -> !result.errors().isEmpty()).toList();
            assertThat(failed).hasSize(FRAMES * 2 / 3);
            assertThat(failed.get(0).errors().toString()).contains("asserted");
            await().atMost(45, SECONDS).until(() -> fixture.context().getInflightRepository().size() == 0);
        }
    }

    /** Steps behind the answer run in a pool of the component. */
    @ParameterizedTest
    @ValueSource(strings = {"process", "transform"})
    void behindTheAnswerOfAProducer(String kind) throws Exception {
        try (RouteFixture fixture = new RouteFixture()) {
            fixture.routes(new RouteBuilder() {
                @Override
                public void configure() {
                    errorHandler(defaultErrorHandler().logExhausted(false));
                    RouteDefinition route = from("direct:ask").to("roboflow-webrtc:ask?source=manual&lossless=true&"
                            + RouteFixture.client());
                    ProcessorDefinition<?> step = kind.equals("process") ? route.process(exchange -> fail(number(exchange)))
                            : route.transform(new OfNumber());
                    step.to("mock:through");
                }
            }).start();
            List<Exchange> replies = new CopyOnWriteArrayList<>();
            var pool = Executors.newFixedThreadPool(4);
            try {
                for (int i = 1; i <= 12; i++) {
                    int number = i;
                    pool.execute(() -> replies.add(fixture.context().createProducerTemplate().request("direct:ask",
                            exchange -> exchange.getMessage().setBody(PaintedFrames.paint(number, 320, 240)))));
                }
                await().atMost(45, SECONDS).until(() -> replies.size() == 12);
            } finally {
                pool.shutdownNow();
            }
            assertThat(replies.stream().filter(Exchange::isFailed)).hasSize(8);
            assertThat(fixture.mock("through").getReceivedCounter()).isEqualTo(4);
            assertThat(fixture.context().getInflightRepository().size()).isZero();
        }
    }

    private static int number(Exchange exchange) {
        return exchange.getMessage().getBody(InferenceResult.class).field("number").asInt();
    }

    private static final class OfNumber implements Expression {
        @Override
        public <T> T evaluate(Exchange exchange, Class<T> type) {
            fail(number(exchange));
            return type.cast(exchange.getMessage().getBody());
        }
    }

    @Test
    void behindAPoll() throws Exception {
        try (RouteFixture fixture = new RouteFixture(NARROW)) {
            fixture.routes(new RouteBuilder() {
                @Override
                public void configure() {
                    errorHandler(defaultErrorHandler().logExhausted(false));
                    from("timer:polls?period=5").routeId("polls")
                            .pollEnrich("roboflow-webrtc:file?source=file&sourceUri=" + TestVideos.of(FRAMES).file() + "&"
                                    + RouteFixture.client(), 30_000)
                            .filter(body().isNotNull()).to("mock:all").threads(2).transform(new Failing()).to("mock:through");
                }
            }).start();
            await().atMost(45, SECONDS).until(() -> fixture.mock("all").getReceivedCounter() == FRAMES);
            await().atMost(45, SECONDS).until(() -> fixture.mock("through").getReceivedCounter() == FRAMES / 3);
            fixture.remove("polls");
            await().atMost(45, SECONDS).until(() -> fixture.context().getInflightRepository().size() == 0);
        }
    }

    /** What is not of this library behaves as without it. */
    @Test
    void exchangesOfOthersAreLeftAlone() throws Exception {
        try (RouteFixture fixture = new RouteFixture()) {
            fixture.routes(new RouteBuilder() {
                @Override
                public void configure() {
                    onException(Throwable.class).handled(true);
                    from("direct:others").transform(new Expression() {
                        @Override
                        public <T> T evaluate(Exchange exchange, Class<T> type) {
                            throw new AssertionError("theirs");
                        }
                    });
                }
            }).start();
            org.assertj.core.api.Assertions.assertThatThrownBy(
                    () -> fixture.context().createProducerTemplate().sendBody("direct:others", "x"))
                    .isInstanceOf(AssertionError.class);
        }
    }
}
