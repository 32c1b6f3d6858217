package io.github.camelvision.roboflow.webrtc;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcConsumer;
import io.github.camelvision.roboflow.webrtc.testing.FaultRow;
import io.github.camelvision.roboflow.webrtc.testing.PythonPeer;
import io.github.camelvision.roboflow.webrtc.testing.RouteFixture;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A camera that dies and returns again and again under one session; {@code -Dcamera.minutes} sets for how long. */
class CameraOutagesIT {

    private static final int MINUTES = Integer.getInteger("camera.minutes", 1);
    /** The camera is up, and away, for so many seconds. */
    private static final int UP = MINUTES > 4 ? 20 : 8;
    private static final Duration MAX_DELAY = Duration.ofSeconds(4);
    /** Frames that are cut off with the camera's connection: in its sockets, and in the decoder. */
    private static final int CUT_OFF = 20;

    @ParameterizedTest
    @ValueSource(strings = {"mjpeg", "rtsp", "stream"})
    void eachOutageIsOneGapAndEveryFrameInBetweenIsAnsweredOrCounted(String source) throws Exception {
        PythonPeer.assumeAvailable();
        PythonPeer.assumeRtspAvailable();
        String[] lives = {"--up", String.valueOf(UP), "--down", String.valueOf(UP), "--size", "320x240", "--fps", "15"};
        try (PythonPeer camera = source.equals("mjpeg") ? PythonPeer.mjpegServer(lives) : PythonPeer.rtspServer(lives);
                PythonPeer worker = PythonPeer.worker(); RouteFixture fixture = new RouteFixture()) {
            String uri = source.equals("mjpeg") ? camera.httpUrl() + "/test" : camera.rtspUrl();
            fixture.routes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("roboflow-webrtc:live?emitEvents=true&queueSize=1000&reconnectDelay=500ms"
                            + "&reconnectMaxDelay=" + MAX_DELAY.toMillis()
                            + "&source=" + source + "&sourceUri=" + uri + "&workspace=acme&workflowId=numbers"
                            + "&apiUrl=" + worker.httpUrl())
                                    .routeId("client").choice()
                                    .when(header(RoboflowWebrtcConstants.EVENT).isNull()).to("mock:results")
                                    .otherwise().toD("mock:${header." + RoboflowWebrtcConstants.EVENT + "}");
                }
            }).start();
            MockEndpoint results = fixture.mock("results");
            results.setRetainLast(0);
            int outages = MINUTES * 60 / (2 * UP);
            MockEndpoint gaps = fixture.mock("gap");
            await("outages").pollInterval(Duration.ofMillis(200)).atMost(MINUTES * 60L + 120, SECONDS)
                    .until(() -> camera.events("up").size() > outages && gaps.getReceivedCounter() >= outages);
            RoboflowWebrtcConsumer consumer = (RoboflowWebrtcConsumer) fixture.context().getRoute("client").getConsumer();
            List<Exchange> told = List.copyOf(gaps.getExchanges());
            int back = told.size();
            Duration longest = longestWayBack(times(camera, "up"), told);

            // the newest life may still go on: what is counted ends with the one before
            await("the end of this life").atMost(UP + 30, SECONDS).until(() -> camera.events("down").size() > back);
            await("the last results").atMost(45, SECONDS).pollInterval(Duration.ofMillis(200)).until(() -> processed(worker)
                    == results.getReceivedCounter());
            long sent = source.equals("mjpeg") ? camera.events("gone").stream().mapToLong(event -> event.path("sent").asLong()).sum()
                    : camera.events("gone").stream().mapToLong(event -> event.path("painted").asLong()).max().orElse(0);
            long seen = source.equals("stream") ? consumer.getCaptured() : processed(worker) + dropped(worker);
            System.out.printf("camera outages (%s): %d outages of %d s, %d gaps, back after %d ms at most; the camera gave %d frames, "
                    + "%d were read, %d processed, %d answered, %d dropped by the server; captured %d = %d sent + %d dropped%n", source,
                    outages, UP, back, longest.toMillis(), sent, seen, processed(worker), results.getReceivedCounter(), dropped(worker),
                    consumer.getCaptured(), consumer.getCaptureSent(), consumer.getCaptureDropped());
            assertThat(camera.events("down").size() - 1).as("one gap an outage").isEqualTo(back);
            row(source, fixture, times(camera, "down"), longest, sent, results.getReceivedCounter());
            assertThat(fixture.mock("completed").getReceivedCounter()).isZero();
            assertThat(sent - seen).as("frames that nobody counted").isBetween(0L, (long) CUT_OFF * (back + 1));
            if (source.equals("stream")) {
                assertThat(consumer.getCaptured() - consumer.getCaptureSent() - consumer.getCaptureDropped()).isBetween(0L, 1L);
                assertThat(consumer.getReconnects()).as("the session stays while its camera is away").isZero();
            }
        }
    }

    /** A row of docs/reliability.adoc: what is lost was cut off with the connection, or dropped by the server to keep up, and counted. */
    private static void row(String source, RouteFixture fixture, List<Instant> downs, Duration longest, long sent, long answered) {
        String how = switch (source) {
            case "mjpeg" -> "MJPEG, read by the server";
            case "rtsp" -> "RTSP, read by the server";
            default -> "RTSP, read by the client";
        };
        MockEndpoint disconnected = fixture.mock("disconnected");
        List<SessionEvent> lost = disconnected.getExchanges().stream().map(each -> each.getMessage().getBody(SessionEvent.class)).toList();
        String seen =
                lost.isEmpty() ? "gap"
                        : "disconnected, connected, gap: " + lost.get(0).reason().replaceAll("(http|rtsp)://\\S+(?=:\\s)", "URL");
        String noticed = lost.isEmpty() ? "-" : seconds(Duration.between(downs.get(0), lost.get(0).time()));
        FaultRow.write("faults", "camera unplugged and plugged in again and again: " + how, "real time", seen, noticed, seconds(longest),
                "-", sent, answered, sent - answered);
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f", Math.max(0, duration.toMillis()) / 1e3);
    }

    private static long processed(PythonPeer worker) {
        return worker.events("frame").size();
    }

    /** The count in each event is that of its session so far. */
    private static long dropped(PythonPeer worker) {
        Map<Long, Long> sessions = new HashMap<>();
        worker.events("frame").forEach(event -> sessions.merge(event.path("session").asLong(), event.path("dropped").asLong(), Math::max));
        return sessions.values().stream().mapToLong(Long::longValue).sum();
    }

    private static List<Instant> times(PythonPeer peer, String name) {
        double start = peer.events("start").get(0).path("epoch").asDouble();
        return peer.events(name).stream().map(event -> at(start, event)).toList();
    }

    private static Instant at(double start, JsonNode event) {
        return Instant.ofEpochMilli((long) ((start + event.path("t").asDouble()) * 1000));
    }

    /** From each return of the camera to the end of its gap. */
    private static Duration longestWayBack(List<Instant> returns, List<Exchange> gaps) {
        Duration longest = Duration.ZERO;
        for (int i = 0; i < gaps.size(); i++) {
            Instant end = gaps.get(i).getMessage().getBody(SessionEvent.class).time();
            // the first "up" is the start
            Duration way = Duration.between(returns.get(i + 1), end);
            longest = way.compareTo(longest) > 0 ? way : longest;
        }
        return longest;
    }
}
