package io.github.camelvision.roboflow.webrtc;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcConsumer;
import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.core.session.status.Drops;
import io.github.camelvision.roboflow.webrtc.testing.FrameFeeder;
import io.github.camelvision.roboflow.webrtc.testing.PythonPeer;
import io.github.camelvision.roboflow.webrtc.testing.RouteFixture;
import io.github.camelvision.roboflow.webrtc.testing.TestVideos;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.spi.ExceptionHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens when the route is slower than the session, fails, or pauses. */
class DeliveryRouteIT {

    private static final int LIVE_FRAMES = 90;

    @ParameterizedTest
    @ValueSource(strings = {"dropOldest", "dropNewest"})
    void everyDropOfASlowRouteIsCounted(String overflow) throws Exception {
        try (RouteFixture fixture = new RouteFixture()) {
            fixture.routes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("roboflow-webrtc:live?source=manual&queueSize=4&emitEvents=true&overflow=" + overflow + "&"
                            + RouteFixture.client()).routeId("client").choice()
                                    .when(header(RoboflowWebrtcConstants.EVENT).isNull()).delay(100).to("mock:results").endChoice()
                                    .otherwise().toD("mock:${header." + RoboflowWebrtcConstants.EVENT + "}");
                    from("direct:frames").to("roboflow-webrtc:live");
                }
            }).start();
            MockEndpoint results = fixture.mock("results");
            pump(fixture, LIVE_FRAMES);
            await().during(1, SECONDS).atMost(30, SECONDS).until(() -> jmx(fixture, "Queued") == 0
                    && results.getReceivedCounter() + jmx(fixture, "Dropped") == jmx(fixture, "Predictions")
                    && jmx(fixture, "Predictions") > LIVE_FRAMES / 2);
            await("the last event").during(2, SECONDS).atMost(30, SECONDS).until(() -> jmx(fixture, "Queued") == 0);

            long inHeaders = headers(results, RoboflowWebrtcConstants.DROPPED).stream().filter(Objects::nonNull)
                    .mapToLong(Long.class::cast).sum();
            System.out.printf("overflow=%s: %d predictions, %d delivered, %d dropped, %d in headers%n", overflow,
                    jmx(fixture, "Predictions"), results.getReceivedCounter(), jmx(fixture, "Dropped"), inHeaders);
            assertThat(inHeaders).isEqualTo(jmx(fixture, "Dropped")).isPositive();
            List<Drops> drops = fixture.mock("dropped").getExchanges().stream()
                    .map(exchange -> exchange.getMessage().getBody(SessionEvent.class).drops())
                    .filter(dropped -> dropped.kind() == Drops.Kind.results).toList();
            assertThat(drops.stream().mapToLong(Drops::count).sum()).as("%s", drops).isEqualTo(inHeaders);
            List<Integer> numbers = numbers(results);
            assertThat(numbers).doesNotHaveDuplicates().isSorted();
            if (overflow.equals("dropOldest")) {
                assertThat(numbers).endsWith(LIVE_FRAMES);
            }
        }
    }

    @Test
    void failEndsTheSessionAndNamesTheOption() throws Exception {
        ErrorLog errors = new ErrorLog();
        CountDownLatch never = new CountDownLatch(1);
        try (RouteFixture fixture = new RouteFixture()) {
            fixture.context().getRegistry().bind("errors", errors);
            fixture.routes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("roboflow-webrtc:live?source=manual&queueSize=4&overflow=fail&emitEvents=true&exceptionHandler=#errors&"
                            + RouteFixture.client()).routeId("client").choice()
                                    .when(header(RoboflowWebrtcConstants.EVENT).isEqualTo("completed")).to("mock:end")
                                    .when(header(RoboflowWebrtcConstants.EVENT).isNull()).process(exchange -> never.await())
                                    .to("mock:results");
                    from("direct:frames").to("roboflow-webrtc:live");
                }
            }).start();
            ProducerTemplate template = fixture.context().createProducerTemplate();
            AtomicReference<Exception> refused = new AtomicReference<>();
            FrameFeeder.pump(60, 320, 240, 30, frame -> {
                Exchange sent = template.send("direct:frames", exchange -> exchange.getMessage().setBody(frame));
                refused.compareAndSet(null, sent.getException());
            });
            await().atMost(45, SECONDS).until(() -> consumer(fixture).getSessionState().equals("FAILED"));
            never.countDown();
            await().atMost(45, SECONDS).until(() -> fixture.mock("end").getReceivedCounter() == 1);
            assertThat(refused.get()).as("a failed session takes no frames").hasMessageContaining("overflow=fail");
            assertThat(errors.thrown).hasSize(1);
            assertThat(errors.thrown.get(0)).isInstanceOf(RoboflowWebrtcException.class).hasMessageContaining("overflow=fail")
                    .hasMessageContaining("queueSize");
            assertThat(consumer(fixture).getLastError()).contains("overflow=fail");
            assertThat(fixture.mock("end").getExchanges().get(0).getMessage().getHeader(RoboflowWebrtcConstants.TERMINATION_REASON))
                    .asString().contains("overflow=fail");
            assertThat(consumer(fixture).getDropped()).isPositive();
        }
    }

    @Test
    void blockIsRefusedForASessionInRealTime() throws Exception {
        try (RouteFixture fixture = new RouteFixture()) {
            fixture.routes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("roboflow-webrtc:live?source=manual&overflow=block&" + RouteFixture.client()).to("mock:results");
                }
            });
            assertThatThrownBy(fixture::start).hasStackTraceContaining("overflow=block").hasStackTraceContaining("realtimeProcessing");
        }
    }

    @ParameterizedTest
    @CsvSource({"completed, 1", "received, 8"})
    void aBlockedRouteStopsTheServerAndNothingOfTheFileIsLost(String acknowledge, int queueSize) throws Exception {
        CountDownLatch open = new CountDownLatch(1);
        try (PythonPeer worker = PythonPeer.worker(); RouteFixture fixture = new RouteFixture()) {
            fixture.routes(file(worker, 150, "&queueSize=" + queueSize + "&acknowledge=" + acknowledge)).routes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:route").process(exchange -> open.await()).to("mock:results");
                }
            }).start();
            await().during(2, SECONDS).atMost(30, SECONDS).until(() -> jmx(fixture, "Predictions") >= 2
                    && jmx(fixture, "Predictions") == lastFrame(worker));
            // completed: frame 1 in the route and one more; received: as many as the queue has places, too
            boolean completed = acknowledge.equals("completed");
            long least = completed ? 2 : queueSize;
            long most = completed ? 2 : queueSize + 3;
            assertThat(lastFrame(worker)).isBetween(least, most);
            open.countDown();
            await().atMost(60, SECONDS).until(() -> fixture.mock("results").getReceivedCounter() == 150);
            assertThat(headers(fixture.mock("results"), RoboflowWebrtcConstants.FRAME_ID)).isEqualTo(ids(150));
            assertThat(jmx(fixture, "Dropped")).isZero();
        }
    }

    @Test
    void fourThreadsWithRandomDelaysKeepTheAcknowledgedPrefixRight() throws Exception {
        int window = 8;
        Map<Long, Long> completed = new ConcurrentHashMap<>();
        try (PythonPeer worker = PythonPeer.worker("--ack-window", String.valueOf(window)); RouteFixture fixture = new RouteFixture()) {
            fixture.routes(file(worker, 600, "&concurrentConsumers=4")).routes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:route").delay(simple("${random(0,20)}"))
                            .process(exchange -> assertThat(completed.put(frameId(exchange), System.currentTimeMillis())).isNull())
                            .to("mock:results");
                }
            }).start();
            MockEndpoint results = fixture.mock("results");
            await().atMost(120, SECONDS).until(() -> results.getReceivedCounter() == 600 && !worker.events("complete").isEmpty());
            assertThat(completed.keySet()).containsExactlyInAnyOrderElementsOf(ids(600).stream().map(Long.class::cast).toList());
            assertThat(headers(results, RoboflowWebrtcConstants.FRAME_ID)).as("four at once are out of order").isNotEqualTo(ids(600));

            double start = worker.events("start").get(0).path("epoch").asDouble();
            for (JsonNode event : worker.events("ack")) {
                long ack = event.path("ack").asLong();
                long at = Math.round(1000 * (start + event.path("t").asDouble()));
                for (long id = 1; ack > 1 && id <= ack; id++) {
                    assertThat(completed.get(id).longValue()).as("completion of %d, before ack %d", id, ack).isLessThanOrEqualTo(at + 1);
                }
            }
            for (JsonNode frame : worker.events("frame")) {
                long acked = frame.path("acked").asLong();
                assertThat(acked == 0 ? 0 : frame.path("frame_id").asLong() - acked).isLessThanOrEqualTo(window);
            }
            assertThat(worker.events("ack")).extracting(event -> event.path("ack").asLong()).isSorted().doesNotHaveDuplicates();
        }
    }

    @Test
    void aRouteSuspendedInMidFileLosesNothing() throws Exception {
        try (RouteFixture fixture = new RouteFixture()) {
            fixture.routes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("roboflow-webrtc:file?source=file&sourceUri=" + TestVideos.of(600).file() + "&" + RouteFixture.client())
                            .routeId("client").to("mock:results");
                }
            }).start();
            MockEndpoint results = fixture.mock("results");
            for (int part = 1; part <= 3; part++) {
                int next = 100 * part;
                await().atMost(60, SECONDS).until(() -> results.getReceivedCounter() >= next);
                fixture.context().getRouteController().suspendRoute("client");
                int before = results.getReceivedCounter();
                await().during(1, SECONDS).atMost(45, SECONDS).until(() -> results.getReceivedCounter() <= before + 1);
                assertThat(results.getReceivedCounter()).isLessThan(600);
                fixture.context().getRouteController().resumeRoute("client");
            }
            await().atMost(60, SECONDS).until(() -> results.getReceivedCounter() == 600);
            assertThat(headers(results, RoboflowWebrtcConstants.FRAME_ID)).isEqualTo(ids(600));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anExchangeThatFailsIsAcknowledgedAndTheNextOneComes(boolean handled) throws Exception {
        ErrorLog errors = new ErrorLog();
        try (RouteFixture fixture = new RouteFixture()) {
            fixture.context().getRegistry().bind("errors", errors);
            fixture.routes(new RouteBuilder() {
                @Override
                public void configure() {
                    onException(IllegalStateException.class).handled(handled).to("mock:failed");
                    from("roboflow-webrtc:file?source=file&exceptionHandler=#errors&sourceUri=" + TestVideos.of(120).file() + "&"
                            + RouteFixture.client()).routeId("client").process(exchange -> {
                                if (frameId(exchange) % 3 == 0) {
                                    throw new IllegalStateException("third");
                                }
                            }).to("mock:results");
                }
            }).start();
            await().atMost(60, SECONDS).until(() -> fixture.mock("results").getReceivedCounter() == 80
                    && fixture.mock("failed").getReceivedCounter() == 40);
            await().atMost(45, SECONDS).until(() -> consumer(fixture).getSessionState().equals("CLOSED"));
            assertThat(errors.thrown).hasSize(handled ? 0 : 40);
        }
    }

    /** Keeps what a consumer reports. */
    private static final class ErrorLog implements ExceptionHandler {
        private final List<Throwable> thrown = new java.util.concurrent.CopyOnWriteArrayList<>();

        @Override
        public void handleException(Throwable exception) {
            thrown.add(exception);
        }

        @Override
        public void handleException(String message, Throwable exception) {
            thrown.add(exception);
        }

        @Override
        public void handleException(String message, Exchange exchange, Throwable exception) {
            thrown.add(exception);
        }
    }

    /** A file through the Python worker into direct:route. */
    private static RouteBuilder file(PythonPeer worker, int frames, String options) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("roboflow-webrtc:file?source=file&apiUrl=" + worker.httpUrl() + "&workspace=acme&workflowId=numbers&sourceUri="
                        + TestVideos.of(frames).file() + options).routeId("client").to("direct:route");
            }
        };
    }

    private static void pump(RouteFixture fixture, int frames) throws InterruptedException {
        ProducerTemplate template = fixture.context().createProducerTemplate();
        FrameFeeder.pump(frames, 320, 240, 30, frame -> template.sendBody("direct:frames", frame));
    }

    private static long jmx(RouteFixture fixture, String attribute) throws Exception {
        MBeanServer server = fixture.context().getManagementStrategy().getManagementAgent().getMBeanServer();
        ObjectName name = server.queryNames(new ObjectName("org.apache.camel:context=" + fixture.context().getManagementName()
                + ",type=consumers,name=RoboflowWebrtcConsumer*"), null).iterator().next();
        return ((Number) server.getAttribute(name, attribute)).longValue();
    }

    private static RoboflowWebrtcConsumer consumer(RouteFixture fixture) {
        return (RoboflowWebrtcConsumer) fixture.context().getRoute("client").getConsumer();
    }

    private static long frameId(Exchange exchange) {
        return exchange.getMessage().getHeader(RoboflowWebrtcConstants.FRAME_ID, Long.class);
    }

    private static long lastFrame(PythonPeer worker) {
        List<JsonNode> frames = worker.events("frame");
        return frames.isEmpty() ? 0 : frames.get(frames.size() - 1).path("frame_id").asLong();
    }

    private static List<Object> ids(int frames) {
        return LongStream.rangeClosed(1, frames).mapToObj(id -> (Object) id).toList();
    }

    private static List<Object> headers(MockEndpoint mock, String name) {
        return mock.getExchanges().stream().map(exchange -> exchange.getMessage().getHeader(name)).toList();
    }

    private static List<Integer> numbers(MockEndpoint mock) {
        return mock.getExchanges().stream()
                .map(exchange -> exchange.getMessage().getBody(InferenceResult.class).field("number").asInt()).toList();
    }
}
