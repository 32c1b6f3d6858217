package io.github.camelvision.roboflow.webrtc.worker;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.github.camelvision.roboflow.webrtc.RoboflowWebrtcConstants;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.testing.PaintedFrames;
import io.github.camelvision.roboflow.webrtc.testing.RouteFixture;
import io.github.camelvision.roboflow.webrtc.testing.TestVideos;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.support.AsyncProcessorSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;

/** What a worker's route may do: fail, hang, answer later, on other threads, by way of another server. */
@Timeout(180)
class WorkerRouteIT {

    private static final int FRAMES = 60;

    @ParameterizedTest
    @ValueSource(strings = {"throw", "hang", "allocate"})
    void whatOneSessionsRouteDoesTouchesNoOtherSession(String mode) throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        AtomicInteger misbehaved = new AtomicInteger();
        // released before the context is stopped, which would wait for the route
        try (RouteFixture fixture = new RouteFixture(); AutoCloseable release = over::countDown) {
            fixture.routes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("roboflow-webrtc-worker:shared?workflowId=shared").errorHandler(noErrorHandler()).process(exchange -> {
                        JsonNode parameters = exchange.getMessage().getHeader(WorkerConstants.PARAMETERS, JsonNode.class);
                        misbehave(parameters.path("mode").asText(), misbehaved, over);
                        exchange.getMessage().setBody(Map.of("number", PaintedFrames.read(exchange.getMessage().getBody(Frame.class))));
                    });
                    from(client("bad", "shared", "&param.mode=" + mode)).to("mock:bad");
                    from(client("good", "shared", "&param.mode=none")).routeId("good").autoStartup(false).to("mock:good");
                }
            }).start();
            await().atMost(60, SECONDS).until(() -> misbehaved.get() > 0);
            fixture.context().getRouteController().startRoute("good");
            await().atMost(60, SECONDS).until(() -> fixture.mock("good").getReceivedCounter() == FRAMES);
            assertThat(numbers(fixture.mock("good"))).isEqualTo(IntStream.rangeClosed(1, FRAMES).boxed().toList());
            MockEndpoint bad = fixture.mock("bad");
            if (mode.equals("hang")) {
                assertThat(bad.getReceivedCounter()).isZero();
            } else {
                await().atMost(60, SECONDS).until(() -> bad.getReceivedCounter() == FRAMES);
                assertThat(bad.getExchanges())
                        .allSatisfy(exchange -> assertThat(exchange.getMessage().getHeader(RoboflowWebrtcConstants.ERRORS)).isNotNull());
                await("end of every exchange").atMost(60, SECONDS).until(() -> fixture.context().getInflightRepository().size() == 0);
            }
        }
    }

    private static void misbehave(String mode, AtomicInteger misbehaved, CountDownLatch over) throws InterruptedException {
        if (mode.equals("none")) {
            return;
        }
        misbehaved.incrementAndGet();
        if (mode.equals("throw")) {
            throw new IllegalStateException("the model is gone");
        } else if (mode.equals("hang")) {
            over.await();
        } else {
            // more than an array may have: an OutOfMemoryError that leaves the heap to the others
            assertThat(new long[Integer.MAX_VALUE]).isNull();
        }
    }

    @Test
    void everyFrameHasItsSessionInTheLoggingContext() throws Exception {
        try (RouteFixture fixture = new RouteFixture()) {
            fixture.routes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("roboflow-webrtc-worker:logged?workflowId=logged").process(exchange -> exchange.getMessage().setBody(
                            Map.of("logged", String.valueOf(MDC.get("roboflow.session")), "session",
                                    exchange.getMessage().getHeader(RoboflowWebrtcConstants.SESSION_ID, String.class))));
                    from(client("file", "logged", "")).to("mock:results");
                }
            }).start();
            MockEndpoint results = fixture.mock("results");
            await().atMost(60, SECONDS).until(() -> results.getReceivedCounter() == FRAMES);
            assertThat(results.getExchanges()).allSatisfy(exchange -> {
                InferenceResult result = exchange.getMessage().getBody(InferenceResult.class);
                assertThat(result.field("logged")).isEqualTo(result.field("session"));
            });
        }
    }

    @Test
    void aRouteThatGoesOnInAThreadPoolKeepsTheOrderOnTheWire() throws Exception {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger atOnce = new AtomicInteger();
        ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor();
        try (RouteFixture fixture = new RouteFixture()) {
            fixture.routes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("roboflow-webrtc-worker:pool?workflowId=pool&maxInFlight=4&ackWindow=8").threads(4)
                            .process(new Later(later, exchange -> {
                                atOnce.accumulateAndGet(running.incrementAndGet(), Math::max);
                                int number = PaintedFrames.read(exchange.getMessage().getBody(Frame.class));
                                exchange.getMessage().setBody(Map.of("number", number));
                                return number;
                            }, running::decrementAndGet));
                    from(client("file", "pool", "")).to("mock:results");
                }
            }).start();
            MockEndpoint results = fixture.mock("results");
            await().atMost(60, SECONDS).until(() -> results.getReceivedCounter() == FRAMES);
            assertThat(numbers(results)).isEqualTo(IntStream.rangeClosed(1, FRAMES).boxed().toList());
            assertThat(atOnce.get()).isBetween(2, 4);
        } finally {
            later.shutdownNow();
        }
    }

    /** Completes its exchange after a while, on another thread; the first one only when the second is in the route too. */
    private static final class Later extends AsyncProcessorSupport {

        private final ScheduledExecutorService timer;
        private final ToIntFunction<Exchange> work;
        private final Runnable done;
        private final CompletableFuture<Void> second = new CompletableFuture<>();

        Later(ScheduledExecutorService timer, ToIntFunction<Exchange> work, Runnable done) {
            this.timer = timer;
            this.work = work;
            this.done = done;
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            int number = work.applyAsInt(exchange);
            Runnable completion = () -> {
                done.run();
                callback.done(false);
            };
            if (number == 1) {
                second.thenRunAsync(completion, timer);
            } else {
                // the later ones of each four are done first
                timer.schedule(completion, 40 - 10 * (number % 4), TimeUnit.MILLISECONDS);
            }
            if (number == 2) {
                second.complete(null);
            }
            return false;
        }
    }

    @Test
    void anotherInferenceServerMayBeTheWorkflow() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        HttpServer inference = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        inference.setExecutor(threads);
        inference.createContext("/infer", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        inference.start();
        URI uri = URI.create("http://127.0.0.1:" + inference.getAddress().getPort() + "/infer");
        HttpClient http = HttpClient.newHttpClient();
        try (RouteFixture fixture = new RouteFixture()) {
            fixture.routes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("roboflow-webrtc-worker:remote?workflowId=remote&maxInFlight=4&ackWindow=8").process(new AsyncProcessorSupport() {
                        @Override
                        public boolean process(Exchange exchange, AsyncCallback callback) {
                            String number = String.valueOf(PaintedFrames.read(exchange.getMessage().getBody(Frame.class)));
                            HttpRequest request = HttpRequest.newBuilder(uri).POST(BodyPublishers.ofString(number)).build();
                            http.sendAsync(request, BodyHandlers.ofByteArray()).whenComplete((answer, failure) -> {
                                if (failure != null) {
                                    exchange.setException(failure);
                                } else {
                                    String text = new String(answer.body(), StandardCharsets.UTF_8);
                                    exchange.getMessage().setBody(Map.of("number", Integer.valueOf(text)));
                                }
                                callback.done(false);
                            });
                            return false;
                        }
                    });
                    from(client("file", "remote", "")).to("mock:results");
                }
            }).start();
            MockEndpoint results = fixture.mock("results");
            await().atMost(60, SECONDS).until(() -> results.getReceivedCounter() == FRAMES);
            assertThat(numbers(results)).isEqualTo(IntStream.rangeClosed(1, FRAMES).boxed().toList());
        } finally {
            inference.stop(0);
            threads.shutdownNow();
        }
    }

    @Test
    void aFileInRealTimeKeepsThirtyFramesForASlowRouteAndCountsTheOthers() throws Exception {
        List<WorkerConsumer> workers = new CopyOnWriteArrayList<>();
        CountDownLatch go = new CountDownLatch(1);
        try (RouteFixture fixture = new RouteFixture(); AutoCloseable release = go::countDown) {
            fixture.routes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("roboflow-webrtc-worker:slow?workflowId=slow").routeId("slow").process(exchange -> {
                        // the first frame takes as long as the file plays, so more than the 30 that may wait are decoded meanwhile
                        assertThat(go.await(60, SECONDS)).isTrue();
                        exchange.getMessage().setBody(Map.of("number", PaintedFrames.read(exchange.getMessage().getBody(Frame.class))));
                    });
                    from(client("live", "slow", "&realtimeProcessing=true&emitEvents=true&queueSize=100"))
                            .choice().when(header(RoboflowWebrtcConstants.EVENT)).to("mock:events").otherwise().to("mock:results");
                }
            }).start();
            workers.add((WorkerConsumer) fixture.context().getRoute("slow").getConsumer());
            await().atMost(60, SECONDS).until(() -> workers.get(0).openSessions().stream()
                    .anyMatch(session -> session.statistics().framesIn() == FRAMES));
            // one is in the route, unless the loop came to it only after the last was decoded
            await().atMost(60, SECONDS).until(() -> workers.get(0).getFramesDropped() >= FRAMES - 31);
            go.countDown();
            await().atMost(60, SECONDS).until(() -> fixture.mock("results").getReceivedCounter() >= 30);
            assertThat(numbers(fixture.mock("results"))).isSorted()
                    .endsWith(IntStream.rangeClosed(31, FRAMES).boxed().toArray(Integer[]::new));
        }
    }

    @Test
    void aSuspendedWorkersOpenSessionsGetNoFramesUntilItIsResumed() throws Exception {
        AtomicInteger processed = new AtomicInteger();
        try (RouteFixture fixture = new RouteFixture()) {
            fixture.routes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("roboflow-webrtc-worker:pausing?workflowId=pausing").routeId("pausing").process(exchange -> {
                        processed.incrementAndGet();
                        exchange.getMessage().setBody(Map.of("number", PaintedFrames.read(exchange.getMessage().getBody(Frame.class))));
                    });
                    // a slow client: the file is not over before the worker is suspended
                    from(client("file", "pausing", "")).delay(20).to("mock:results");
                }
            }).start();
            await().atMost(45, SECONDS).until(() -> processed.get() >= 5);
            fixture.context().getRouteController().suspendRoute("pausing");
            int before = processed.get();
            // one frame may have been on its way
            await().during(1, SECONDS).atMost(45, SECONDS).until(() -> processed.get() <= before + 1);
            assertThat(before).isLessThan(FRAMES - 1);
            fixture.context().getRouteController().resumeRoute("pausing");
            await().atMost(45, SECONDS).until(() -> fixture.mock("results").getReceivedCounter() == FRAMES);
            assertThat(numbers(fixture.mock("results"))).isEqualTo(IntStream.rangeClosed(1, FRAMES).boxed().toList());
        }
    }

    @Test
    void aWorkflowThatComesWithTheRequestIsAHeaderOfEveryFrame() throws Exception {
        try (RouteFixture fixture = new RouteFixture()) {
            fixture.routes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("roboflow-webrtc-worker:any").process(exchange -> {
                        JsonNode workflow = exchange.getMessage().getHeader(WorkerConstants.WORKFLOW_SPECIFICATION, JsonNode.class);
                        exchange.getMessage().setBody(Map.of("name", workflow.at("/outputs/0/name").asText()));
                    });
                    from("roboflow-webrtc:spec?source=file&apiUrl={{worker.url}}&reconnect=false&sourceUri="
                            + TestVideos.of(30).file()
                            + "&workflowSpecification=RAW({\"inputs\":[],\"steps\":[],\"outputs\":[{\"name\":\"name\"}]})"
                            + "&dataOutput=name").to("mock:results");
                }
            }).start();
            MockEndpoint results = fixture.mock("results");
            await().atMost(60, SECONDS).until(() -> results.getReceivedCounter() == 30);
            assertThat(results.getExchanges()).allSatisfy(exchange -> assertThat(
                    exchange.getMessage().getBody(InferenceResult.class).field("name").asText()).isEqualTo("name"));
        }
    }

    private static String client(String name, String workflow, String options) {
        return "roboflow-webrtc:" + name + "?source=file&sourceUri=" + TestVideos.of(FRAMES).file()
                + "&apiUrl={{worker.url}}&workspace=test&reconnect=false&workflowId=" + workflow + options;
    }

    private static List<Integer> numbers(MockEndpoint results) {
        return results.getExchanges().stream()
                .map(exchange -> exchange.getMessage().getBody(InferenceResult.class).field("number").asInt()).toList();
    }
}
