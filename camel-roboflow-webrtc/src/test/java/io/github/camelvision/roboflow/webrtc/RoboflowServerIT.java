package io.github.camelvision.roboflow.webrtc;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcConsumer;
import io.github.camelvision.roboflow.webrtc.testing.EndlessFrames;
import io.github.camelvision.roboflow.webrtc.testing.PythonPeer;
import io.github.camelvision.roboflow.webrtc.testing.RouteFixture;
import java.time.Duration;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.health.HealthCheckRepository;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Roboflow's own server does to a live session that lasts: the Python worker does the same, with shorter times. */
class RoboflowServerIT {

    @BeforeEach
    void python() {
        PythonPeer.assumeAvailable();
    }

    @ParameterizedTest
    @ValueSource(strings = {"emit=predictions", "emit=paired&streamOutput=image"})
    void aCameraThatTheServerReadsMayEndAndIsAskedForAgain(String emit) throws Exception {
        try (PythonPeer camera = PythonPeer.mjpegServer("--frames", "40"); PythonPeer worker = PythonPeer.worker();
                RouteFixture fixture = new RouteFixture()) {
            fixture.routes(live(worker.httpUrl(), mjpeg(camera) + "&reconnectDelay=200ms&queueSize=1000&" + emit)).start();
            await("three lives").atMost(60, SECONDS).until(() -> events(fixture, "gap") >= 3);
            assertThat(events(fixture, "completed")).isZero();
            assertThat(gap(fixture, 0).reason()).contains("The server lost the camera http://127.0.0.1:" + camera.port() + "/test");
            assertThat(gap(fixture, 0).lastFrameId()).isEqualTo(40);
            int lives = camera.events("gone").size();
            assertThat(fixture.mock("results").getReceivedCounter()).isGreaterThanOrEqualTo(40 * (lives - 1) - 4 * lives);
        }
    }

    @Test
    void whileTheServersCameraIsAwayHealthIsDownAndTheCameraIsNamed() throws Exception {
        int port = RouteFixture.freePort();
        try (PythonPeer worker = PythonPeer.worker(); RouteFixture fixture = new RouteFixture()) {
            checkConsumers(fixture);
            PythonPeer camera = PythonPeer.mjpegServer("--port", String.valueOf(port));
            fixture.routes(live(worker.httpUrl(), mjpeg(camera) + "&reconnectDelay=200ms&reconnectMaxDelay=2s")).start();
            flows(fixture);
            camera.close();
            await("down").atMost(45, SECONDS).until(() -> health(fixture).getState() == HealthCheck.State.DOWN);
            await("attempts").atMost(45, SECONDS).until(() -> worker.events("camera_failed").size() >= 3);
            // at most two delays of 2 s ended in the window
            HealthCheck.Result down = health(fixture);
            assertThat(down.getState()).isEqualTo(HealthCheck.State.DOWN);
            assertThat(down.getMessage().orElse("")).contains("500", "camera", "sourceUri=http://127.0.0.1:" + port + "/test");
            try (PythonPeer back = PythonPeer.mjpegServer("--port", String.valueOf(port))) {
                flows(fixture);
                await("up").atMost(45, SECONDS).until(() -> health(fixture).getState() == HealthCheck.State.UP);
                assertThat(events(fixture, "gap")).isEqualTo(1);
                assertThat(events(fixture, "completed")).isZero();
            }
        }
    }

    @Test
    void aCameraThatTheCloudCannotOpenIsNamedToo() throws Exception {
        try (PythonPeer worker = PythonPeer.worker("--gateway-timeout", "1"); RouteFixture fixture = new RouteFixture()) {
            checkConsumers(fixture);
            fixture.routes(live(worker.httpUrl(), "source=mjpeg&sourceUri=RAW(http://user:geheim@127.0.0.1:9/test)")).start();
            await("attempt").atMost(45, SECONDS).until(() -> health(fixture).getMessage().orElse("").contains("504"));
            assertThat(health(fixture).getMessage().orElse("")).contains("sourceUri=http://***@127.0.0.1:9/test")
                    .doesNotContain("geheim");
        }
    }

    @ParameterizedTest
    @CsvSource({"500, '{\"message\": \"no\", \"error_type\": \"WorkflowError\"}', workflow",
            "502, '{\"message\": \"Internal error. Request to Roboflow API failed.\"}', requestedPlan=huge"})
    void aRefusalThatWillNotPassIsToldAsSuchAndTriedRarely(int status, String body, String cure) throws Exception {
        try (PythonPeer worker = PythonPeer.worker("--fail-status", String.valueOf(status), "--fail-body", body);
                RouteFixture fixture = new RouteFixture()) {
            checkConsumers(fixture);
            fixture.routes(live(worker.httpUrl(), "source=manual&requestedPlan=huge&reconnectDelay=20ms&reconnectMaxDelay=6s")).start();
            await("attempt").atMost(45, SECONDS).until(() -> worker.events("refused").size() == 1);
            await("health").atMost(45, SECONDS).until(() -> health(fixture).getDetails().containsKey("session.lasting"));
            assertThat(health(fixture).getMessage().orElse("")).contains(cure);
            await("no second attempt").during(3, SECONDS).atMost(45, SECONDS).until(() -> worker.events("refused").size() == 1);
        }
    }

    @ParameterizedTest
    @CsvSource({"mjpeg, processingTimeout=12s, 3600, 0", "manual, processingTimeout=12s, 3600, 0", "mjpeg, , 12, 1", "manual, , 12, 1"})
    void aSessionMovesBeforeTheServersLimitAndLearnsOneItWasNotTold(String source, String option, int limit, int gaps) throws Exception {
        try (PythonPeer camera = PythonPeer.mjpegServer("--fps", "15");
                PythonPeer worker = PythonPeer.worker("--session-limit", String.valueOf(limit));
                RouteFixture fixture = new RouteFixture()) {
            fixture.routes(live(worker.httpUrl(), (source.equals("mjpeg") ? mjpeg(camera) : "source=manual")
                    + (option == null ? "" : "&" + option))).start();
            RoboflowWebrtcConsumer consumer = (RoboflowWebrtcConsumer) fixture.context().getRoute("client").getConsumer();
            try (EndlessFrames frames = source.equals("manual") ? frames(fixture) : null) {
                await("renewals").atMost(90, SECONDS).until(() -> consumer.getRenewals() >= 2);
                flows(fixture);
            }
            assertThat(events(fixture, "gap")).isEqualTo(gaps);
            assertThat(events(fixture, "completed")).isZero();
        }
    }

    @Test
    void noLimitIsAskedForByZero() throws Exception {
        try (PythonPeer worker = PythonPeer.worker("--session-limit", "5"); RouteFixture fixture = new RouteFixture()) {
            fixture.routes(live(worker.httpUrl(), "source=manual&processingTimeout=0")).start();
            try (EndlessFrames frames = frames(fixture)) {
                flows(fixture);
                await("no end").during(7, SECONDS).atMost(30, SECONDS).until(() -> worker.events("complete").isEmpty());
            }
            assertThat(worker.events("session")).hasSize(1);
            assertThat(worker.events("session").get(0).path("request").has("processing_timeout")).isTrue();
        }
    }

    @Test
    void aServerThatAllowsOneSessionGetsTheNextOneWhenTheOldOneHasGone() throws Exception {
        try (PythonPeer worker = PythonPeer.worker("--max-sessions", "1"); RouteFixture fixture = new RouteFixture()) {
            fixture.routes(live(worker.httpUrl(), "source=manual&processingTimeout=8s&reconnectDelay=200ms")).start();
            try (EndlessFrames frames = frames(fixture)) {
                await("two moves").atMost(60, SECONDS).until(() -> events(fixture, "gap") >= 2);
                flows(fixture);
            }
            assertThat(gap(fixture, 0).reason()).contains("no second session");
            assertThat(worker.events("complete")).as("sessions that the server had to end").isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"--end-track-after, nothing for stallTimeout", "--mute-track-after, no frame any more"})
    void aVideoThatDiesWhileTheConnectionStaysIsLeft(String how, String reason) throws Exception {
        try (PythonPeer camera = PythonPeer.mjpegServer(); PythonPeer worker = PythonPeer.worker(how, "60");
                RouteFixture fixture = new RouteFixture()) {
            fixture.routes(live(worker.httpUrl(), mjpeg(camera) + "&emit=paired&streamOutput=image&stallTimeout=3s&reconnectDelay=200ms"))
                    .start();
            await("two lives").atMost(60, SECONDS).until(() -> events(fixture, "gap") >= 2);
            assertThat(gap(fixture, 0).reason()).contains(reason);
        }
    }

    /** After how long: LinkWatchTest, in virtual time. */
    @ParameterizedTest
    @CsvSource({"true, true", "false, true", "true, false", "false, false"})
    void aServerThatIsGoneIsNoticedAndSoonAskedAgain(boolean killed, boolean frames) throws Exception {
        int port = RouteFixture.freePort();
        PythonPeer worker = PythonPeer.worker("--port", String.valueOf(port));
        try (RouteFixture fixture = new RouteFixture()) {
            fixture.routes(live("http://127.0.0.1:" + port, "source=manual&reconnectMaxDelay=1s")).start();
            EndlessFrames pump = frames(fixture);
            try {
                flows(fixture);
                if (!frames) {
                    pump.close();
                    await("idle").pollDelay(3, SECONDS).until(() -> true);
                }
                long gone = System.nanoTime();
                if (killed) {
                    worker.crash();
                } else {
                    worker.pause();
                }
                await("noticed").pollInterval(Duration.ofMillis(20)).atMost(45, SECONDS).until(() -> events(fixture, "disconnected") >= 1);
                SessionEvent lost = fixture.mock("disconnected").getExchanges().get(0).getMessage().getBody(SessionEvent.class);
                Duration noticed = Duration.ofNanos(System.nanoTime() - gone);
                Duration delay = Duration.between(lost.time(), lost.nextAttempt());
                System.out.printf("gone (%s, %s): noticed after %d ms, next attempt %d ms later: %s%n", killed ? "killed" : "stopped",
                        frames ? "frames flow" : "idle", noticed.toMillis(), delay.toMillis(), lost.reason());
                assertThat(lost.reason()).containsAnyOf("Nothing came from the server", "The server was not reachable");
                assertThat(delay).isLessThanOrEqualTo(Duration.ofSeconds(1));
            } finally {
                pump.close();
            }
        } finally {
            worker.crash();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aServerThatStandsStillForThreeSecondsIsNotLeft(boolean frames) throws Exception {
        try (PythonPeer worker = PythonPeer.worker(); RouteFixture fixture = new RouteFixture()) {
            fixture.routes(live(worker.httpUrl(), "source=manual")).start();
            EndlessFrames pump = frames(fixture);
            try {
                flows(fixture);
                if (!frames) {
                    pump.close();
                }
                for (int stutter = 0; stutter < 3; stutter++) {
                    worker.pause();
                    await("a stutter").pollDelay(3, SECONDS).until(() -> true);
                    worker.resume();
                    await("a while").pollDelay(Duration.ofMillis(2700)).until(() -> true);
                }
            } finally {
                pump.close();
            }
            assertThat(events(fixture, "disconnected")).isZero();
            assertThat(worker.events("session")).hasSize(1);
        }
    }

    private static String mjpeg(PythonPeer camera) {
        return "source=mjpeg&sourceUri=" + camera.httpUrl() + "/test";
    }

    private static EndlessFrames frames(RouteFixture fixture) {
        return new EndlessFrames(fixture.context(), "roboflow-webrtc:live");
    }

    private static RouteBuilder live(String url, String options) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("roboflow-webrtc:live?emitEvents=true&apiUrl=" + url + "&workspace=acme&workflowId=numbers&" + options)
                        .routeId("client").choice()
                        .when(header(RoboflowWebrtcConstants.EVENT).isNull()).to("mock:results")
                        .otherwise().toD("mock:${header." + RoboflowWebrtcConstants.EVENT + "}");
            }
        };
    }

    private static int events(RouteFixture fixture, String type) {
        return fixture.mock(type).getReceivedCounter();
    }

    private static SessionEvent gap(RouteFixture fixture, int index) {
        return fixture.mock("gap").getExchanges().get(index).getMessage().getBody(SessionEvent.class);
    }

    private static void flows(RouteFixture fixture) {
        MockEndpoint results = fixture.mock("results");
        int before = results.getReceivedCounter();
        await("predictions").pollInterval(Duration.ofMillis(20)).atMost(45, SECONDS).until(() -> results.getReceivedCounter() > before);
    }

    /** The context checks consumers only when told so. */
    private static void checkConsumers(RouteFixture fixture) {
        HealthCheckRegistry registry = HealthCheckRegistry.get(fixture.context());
        HealthCheckRepository consumers = (HealthCheckRepository) registry.resolveById("consumers");
        consumers.setEnabled(true);
        registry.register(consumers);
    }

    private static HealthCheck.Result health(RouteFixture fixture) {
        return HealthCheckHelper.invoke(fixture.context(), "full").stream()
                .filter(result -> result.getCheck().getId().equals("consumer:client")).findFirst().orElseThrow();
    }
}
