package io.github.camelvision.roboflow.webrtc;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcConsumer;
import io.github.camelvision.roboflow.webrtc.testing.Heap;
import io.github.camelvision.roboflow.webrtc.testing.PaintedFrames;
import io.github.camelvision.roboflow.webrtc.testing.PythonPeer;
import io.github.camelvision.roboflow.webrtc.testing.RouteFixture;
import io.github.camelvision.roboflow.webrtc.testing.TestVideos;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.health.HealthCheckRepository;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that crash, refuse, ask for patience, or fall silent; {@code -Dsurvival.cycles} sets how often one is killed. */
class SurvivalIT {

    private static final String PATH = "/initialise_webrtc_worker";
    private static final int SETTLED = 3;

    @Test
    void aKilledWorkerThatReturnsIsUsedAgainAndNothingGrows() throws Exception {
        int cycles = Integer.getInteger("survival.cycles", 20);
        int port = RouteFixture.freePort();
        List<Long> millis = new ArrayList<>();
        PythonPeer worker = worker(port);
        try (RouteFixture fixture = new RouteFixture()) {
            checkConsumers(fixture);
            fixture.routes(live("http://127.0.0.1:" + port, "&stallTimeout=2s&reconnectDelay=500ms&reconnectMaxDelay=1s")).start();
            MockEndpoint results = fixture.mock("results");
            results.setRetainLast(0);
            try (Frames frames = new Frames(fixture)) {
                flows(results);
                int threads = 0;
                long heap = 0;
                for (int cycle = 1; cycle <= cycles; cycle++) {
                    await("health").atMost(45, SECONDS).until(() -> health(fixture), HealthCheck.State.UP::equals);
                    worker.crash();
                    await("outage " + cycle).atMost(45, SECONDS).until(() -> health(fixture) == HealthCheck.State.DOWN);
                    worker = worker(port);
                    long returned = System.nanoTime();
                    flows(results);
                    millis.add(Duration.ofNanos(System.nanoTime() - returned).toMillis());
                    if (cycle == SETTLED) {
                        threads = Thread.activeCount();
                        heap = Heap.used();
                    }
                }
                long grown = Heap.used() - heap;
                System.out.printf("survival: %d kills, predictions after %d ms at most, %d threads at first, %d at last, heap %+d kB%n",
                        cycles, millis.stream().max(Long::compare).orElseThrow(), threads, Thread.activeCount(), grown / 1024);
                assertThat(events(fixture, "gap")).isEqualTo(cycles);
                assertThat(events(fixture, "connected")).isEqualTo(cycles + 1);
                int limit = threads + 3;
                await("no more threads").atMost(45, SECONDS).until(() -> Thread.activeCount() <= limit);
                assertThat(grown).isLessThan(20 * Heap.MEGABYTE);
            }
        } finally {
            worker.close();
        }
    }

    private static PythonPeer worker(int port) {
        return PythonPeer.worker("--port", String.valueOf(port));
    }

    private static void flows(MockEndpoint results) {
        int before = results.getReceivedCounter();
        await("predictions").pollInterval(Duration.ofMillis(20)).atMost(30, SECONDS).until(() -> results.getReceivedCounter() > before);
    }

    @Test
    void aServerThatFallsSilentIsLeftAfterTheStallTimeout() throws Exception {
        try (PythonPeer worker = PythonPeer.worker("--stall-after", "20"); RouteFixture fixture = new RouteFixture()) {
            fixture.routes(live(worker.httpUrl(), "&stallTimeout=2s&reconnectDelay=200ms")).start();
            try (Frames frames = new Frames(fixture)) {
                await().atMost(60, SECONDS).until(() -> events(fixture, "gap") >= 2 && events(fixture, "connected") >= 3);
            }
            MockEndpoint gaps = fixture.mock("gap");
            assertThat(gaps.getExchanges().get(0).getMessage().getBody(SessionEvent.class).reason()).contains("stallTimeout");
            assertThat(fixture.mock("results").getReceivedCounter()).isBetween(20, 60);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 402, 403, 404})
    void aRefusalForGoodIsNotTriedAgain(int status) throws Exception {
        try (Refusing server = new Refusing(status, null); RouteFixture fixture = new RouteFixture()) {
            fixture.routes(live(server.url(), "&reconnectDelay=10ms&awaitConnection=60s"));
            assertThatThrownBy(fixture::start).hasStackTraceContaining(String.valueOf(status)).hasStackTraceContaining("not like this");
            await().during(1, SECONDS).atMost(45, SECONDS).until(() -> server.times().size() == 1);
        }
    }

    @Test
    void framesDoNotAskAgainAfterARefusalForGoodUntilTheUserDoes() throws Exception {
        try (Refusing server = new Refusing(401, null); RouteFixture fixture = new RouteFixture()) {
            fixture.routes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:frames").to("roboflow-webrtc:live?source=manual&reconnectMaxDelay=10ms&workspace=acme&workflowId=numbers"
                            + "&apiUrl=" + server.url());
                }
            }).start();
            ProducerTemplate template = fixture.context().createProducerTemplate();
            assertRefused(template);
            for (int i = 0; i < 20; i++) {
                assertRefused(template);
            }
            assertThat(server.times()).hasSize(1);
            reconnectByJmx(fixture);
            await().atMost(20, SECONDS).until(() -> server.times().size() == 2);
            assertRefused(template);

            server.passOnTo(fixture.context().resolvePropertyPlaceholders("{{worker.url}}"));
            template.sendBodyAndHeader("direct:frames", null, RoboflowWebrtcConstants.COMMAND, "reconnect");
            byte[] answer = template.requestBody("direct:frames", PaintedFrames.paint(4711, 320, 240), byte[].class);
            assertThat(new String(answer, StandardCharsets.UTF_8)).contains("4711");
        }
    }

    private static void assertRefused(ProducerTemplate template) {
        assertThatThrownBy(() -> template.requestBody("direct:frames", PaintedFrames.paint(1, 320, 240)))
                .hasStackTraceContaining("SignallingException").hasStackTraceContaining("not like this");
    }

    private static void reconnectByJmx(RouteFixture fixture) throws Exception {
        MBeanServer beans = fixture.context().getManagementStrategy().getManagementAgent().getMBeanServer();
        ObjectName producer = beans.queryNames(new ObjectName("org.apache.camel:context=" + fixture.context().getManagementName()
                + ",type=producers,name=RoboflowWebrtcProducer*"), null).iterator().next();
        assertThat(beans.getAttribute(producer, "SessionState")).isEqualTo("FAILED");
        assertThat(beans.getAttribute(producer, "LastError")).asString().contains("not like this");
        beans.invoke(producer, "reconnect", new Object[0], new String[0]);
    }

    @Test
    void healthStaysDownWhileAnAttemptIsUnderWay() throws Exception {
        try (Refusing server = new Refusing(503, null); RouteFixture fixture = new RouteFixture()) {
            checkConsumers(fixture);
            server.isSilentAfterTheFirst();
            fixture.routes(live(server.url(), "&reconnectDelay=50ms")).start();
            RoboflowWebrtcConsumer consumer = (RoboflowWebrtcConsumer) fixture.context().getRoute("client").getConsumer();
            await().atMost(30, SECONDS).until(() -> consumer.getSessionState().equals("CONNECTING") && consumer.getReconnectAttempt() == 1);
            HealthCheck.Result result = result(fixture);
            assertThat(result.getState()).isEqualTo(HealthCheck.State.DOWN);
            assertThat(result.getMessage()).hasValueSatisfying(message -> assertThat(message).contains("not like this"));
            assertThat(result.getDetails()).containsEntry("session.state", "CONNECTING").containsEntry("session.attempt", 1)
                    .containsKeys("session.since", "session.lastError");
        }
    }

    @Test
    void aDataFieldThatResultsDoNotHaveIsInTheHealth() throws Exception {
        try (RouteFixture fixture = new RouteFixture()) {
            checkConsumers(fixture);
            fixture.routes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("roboflow-webrtc:file?source=file&dataField=nope&sourceUri=" + TestVideos.of(60).file() + "&"
                            + RouteFixture.client()).routeId("client").to("mock:results");
                }
            }).start();
            await().atMost(45, SECONDS).until(() -> fixture.mock("results").getReceivedCounter() == 60);
            assertThat(result(fixture).getDetails().get("session.dataField")).asString().contains("nope");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 500, 503})
    void aPassingFailureIsTriedAgainAndTheContextStartsMeanwhile(int status) throws Exception {
        try (Refusing server = new Refusing(status, null); RouteFixture fixture = new RouteFixture()) {
            checkConsumers(fixture);
            fixture.routes(live(server.url(), "&reconnectDelay=50ms&awaitConnection=60s")).start();
            await().atMost(45, SECONDS).until(() -> server.times().size() >= 3);
            await().atMost(45, SECONDS).until(() -> health(fixture) == HealthCheck.State.DOWN);
        }
    }

    @Test
    void theServersRetryAfterIsHonoured() throws Exception {
        try (Refusing server = new Refusing(429, "2"); RouteFixture fixture = new RouteFixture()) {
            fixture.routes(live(server.url(), "&reconnectDelay=10ms&reconnectMaxDelay=20ms")).start();
            await().atMost(45, SECONDS).until(() -> server.times().size() >= 3);
            List<Long> times = server.times();
            assertThat(times.get(1) - times.get(0)).isGreaterThanOrEqualTo(1950);
            assertThat(times.get(2) - times.get(1)).isGreaterThanOrEqualTo(1950);
        }
    }

    /** A server that answers every request for a session with one status. */
    private static final class Refusing implements AutoCloseable {
        private final WireMockServer server = new WireMockServer(options().bindAddress("127.0.0.1").dynamicPort());

        Refusing(int status, String retryAfter) {
            var response = aResponse().withStatus(status).withBody("{\"message\": \"not like this\"}");
            server.stubFor(post(urlPathEqualTo(PATH))
                    .willReturn(retryAfter == null ? response : response.withHeader("Retry-After", retryAfter)));
            server.start();
        }

        String url() {
            return "http://127.0.0.1:" + server.port();
        }

        /** From now on, requests reach a server that answers. */
        void passOnTo(String url) {
            server.stubFor(post(urlPathEqualTo(PATH)).willReturn(aResponse().proxiedFrom(url)));
        }

        /** The second request gets no answer before the end of the test. */
        void isSilentAfterTheFirst() {
            server.stubFor(post(urlPathEqualTo(PATH)).inScenario("silence").whenScenarioStateIs(Scenario.STARTED)
                    .willSetStateTo("silent").willReturn(aResponse().withStatus(503).withBody("{\"message\": \"not like this\"}")));
            server.stubFor(post(urlPathEqualTo(PATH)).inScenario("silence").whenScenarioStateIs("silent")
                    .willReturn(aResponse().withStatus(503).withFixedDelay(20_000)));
        }

        /** When requests came, in ms, oldest first. */
        List<Long> times() {
            return server.getAllServeEvents().stream().map(ServeEvent::getRequest).map(r -> r.getLoggedDate().getTime()).sorted().toList();
        }

        @Override
        public void close() {
            server.stop();
        }
    }

    /** Sends a painted frame 15 times a second. */
    private static final class Frames implements AutoCloseable {
        private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

        Frames(RouteFixture fixture) {
            ProducerTemplate template = fixture.context().createProducerTemplate();
            AtomicInteger number = new AtomicInteger();
            clock.scheduleAtFixedRate(() -> template.sendBody("direct:frames",
                    PaintedFrames.paint(number.incrementAndGet(), 320, 240)), 0, 1_000_000 / 15, TimeUnit.MICROSECONDS);
        }

        @Override
        public void close() throws InterruptedException {
            clock.shutdownNow();
            clock.awaitTermination(5, SECONDS);
        }
    }

    private static RouteBuilder live(String url, String options) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("roboflow-webrtc:live?source=manual&emitEvents=true&apiUrl=" + url + "&workspace=acme&workflowId=numbers" + options)
                        .routeId("client").choice()
                        .when(header(RoboflowWebrtcConstants.EVENT).isNull()).to("mock:results")
                        .otherwise().toD("mock:${header." + RoboflowWebrtcConstants.EVENT + "}");
                from("direct:frames").to("roboflow-webrtc:live");
            }
        };
    }

    private static int events(RouteFixture fixture, String type) {
        return fixture.mock(type).getReceivedCounter();
    }

    /** The context checks consumers only when told so. */
    private static void checkConsumers(RouteFixture fixture) {
        HealthCheckRegistry registry = HealthCheckRegistry.get(fixture.context());
        HealthCheckRepository consumers = (HealthCheckRepository) registry.resolveById("consumers");
        consumers.setEnabled(true);
        registry.register(consumers);
    }

    private static HealthCheck.State health(RouteFixture fixture) {
        HealthCheck.Result result = result(fixture);
        return result == null ? HealthCheck.State.UNKNOWN : result.getState();
    }

    private static HealthCheck.Result result(RouteFixture fixture) {
        return HealthCheckHelper.invoke(fixture.context(), "full").stream()
                .filter(result -> result.getCheck().getId().equals("consumer:client")).findFirst().orElse(null);
    }
}
