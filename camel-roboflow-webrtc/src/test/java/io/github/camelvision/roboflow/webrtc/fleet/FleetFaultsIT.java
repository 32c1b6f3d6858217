package io.github.camelvision.roboflow.webrtc.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelvision.roboflow.webrtc.RoboflowWebrtcConstants;
import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcConsumer;
import io.github.camelvision.roboflow.webrtc.testing.FaultLog;
import io.github.camelvision.roboflow.webrtc.testing.FaultRoute;
import io.github.camelvision.roboflow.webrtc.testing.FaultRow;
import io.github.camelvision.roboflow.webrtc.testing.HttpWorker;
import io.github.camelvision.roboflow.webrtc.testing.PythonPeer;
import io.github.camelvision.roboflow.webrtc.testing.RouteFixture;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Faults of one camera of a fleet, which the others do not notice: rows of the fault table of docs/reliability.adoc. Faults of all cameras:
 * the tests of faults of single sessions, with {@code -Dfaults.cameras=3}.
 */
class FleetFaultsIT {

    private static final int CAMERAS = 3;
    private static final int ENOUGH = 10 * CAMERAS;
    private static final IntPredicate BROKEN = camera -> camera == 0;
    private static final IntPredicate OTHERS = BROKEN.negate();

    private static final int OUTAGES = Integer.getInteger("camera.outages", 1);
    private static final String UNPLUGGED = "north";

    private final FaultLog log = new FaultLog(CAMERAS);
    private final Map<String, Integer> told = new ConcurrentHashMap<>();

    @ParameterizedTest
    @ValueSource(strings = {"killed (kill -9), started again", "frozen (SIGSTOP) until it was given up"})
    void aServerThatOneCameraLosesIsNotMissedByTheOthers(String how) throws Exception {
        PythonPeer.assumeAvailable();
        PythonPeer server = PythonPeer.worker();
        try (HttpWorker worker = new HttpWorker();
                FaultRoute route = new FaultRoute(List.of(Map.of("apiUrl", server.httpUrl()), Map.of(), Map.of()), worker.url(),
                        "&lossless=true", log::add).start()) {
            log.awaitAnswers(ENOUGH);
            long broken = System.nanoTime();
            if (how.startsWith("killed")) {
                server.crash();
            } else {
                server.pause();
            }
            log.awaitEvent("disconnected", broken, BROKEN);
            log.awaitAnswers(ENOUGH, OTHERS);
            if (how.startsWith("killed")) {
                server = PythonPeer.worker("--port", String.valueOf(server.port()));
            } else {
                server.resume();
            }
            long healed = System.nanoTime();
            log.awaitAnswers(ENOUGH, BROKEN);
            route.stopSending();
            log.awaitAllTold();
            FaultLog others = log.of(OTHERS);
            FaultRow.write("faults", "server of one of three cameras " + how, "that camera, lossless", true, log.of(BROKEN), broken,
                    healed);
            FaultRow.write("faults", "server of one of three cameras " + how, "the others, lossless", true, others, broken, healed);
            assertThat(log.events("gap", broken)).isEqualTo(1);
            assertThat(others.seen(broken)).isEqualTo("nothing");
        } finally {
            server.close();
        }
    }

    /** {@code -Dcamera.outages} sets how often it goes. */
    @Test
    void aCameraThatIsUnpluggedIsNotMissedByTheOthers() throws Exception {
        PythonPeer.assumeRtspAvailable();
        try (PythonPeer camera = PythonPeer.rtspServer("--up", "5", "--down", "5", "--size", "320x240", "--fps", "15");
                RouteFixture fixture = new RouteFixture()) {
            fixture.context().getRegistry().bind("cameras", new ListedCameras(List.of(
                    new FleetCamera(UNPLUGGED, true, Map.of(), Map.of("source", "stream", "sourceUri", camera.rtspUrl())), steady("east"),
                    steady("west"))));
            fixture.routes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("roboflow-webrtc-fleet:plant?registry=#cameras&emitEvents=true&reconnectDelay=500ms&reconnectMaxDelay=1s&"
                            + "apiUrl={{worker.url}}&workspace=test&workflowId=numbers").routeId("fleet")
                                    .process(FleetFaultsIT.this::count);
                }
            }).start();
            await("results of all").atMost(FaultLog.PATIENCE).until(() -> told.keySet().containsAll(List.of("east", "west", UNPLUGGED)));
            FleetConsumer fleet = (FleetConsumer) fixture.context().getRoute("fleet").getConsumer();
            Map<String, RoboflowWebrtcConsumer> sessions = fleet.running();
            for (int outage : IntStream.rangeClosed(1, OUTAGES).toArray()) {
                await("outage").atMost(FaultLog.PATIENCE).until(() -> camera.events("down").size() >= outage);
                int east = told("east");
                int west = told("west");
                await("results of the others").atMost(FaultLog.PATIENCE).until(() -> told("east") > east + 5 && told("west") > west + 5);
                await("the camera again").atMost(FaultLog.PATIENCE.multipliedBy(2)).until(() -> told(UNPLUGGED + " gap") >= outage);
            }
            assertThat(fleet.running()).isEqualTo(sessions);
            assertThat(told).doesNotContainKeys("east gap", "west gap", "east disconnected", "west disconnected",
                    UNPLUGGED + " disconnected");
        }
    }

    private static FleetCamera steady(String name) {
        return new FleetCamera(name, true, Map.of(),
                Map.of("source", "webcam", "deviceFormat", "lavfi", "sourceUri", "testsrc2=size=160x120:rate=5"));
    }

    private void count(Exchange exchange) {
        String event = exchange.getMessage().getHeader(RoboflowWebrtcConstants.EVENT, String.class);
        told.merge(exchange.getMessage().getHeader(FleetConstants.CAMERA, String.class) + (event == null ? "" : " " + event), 1,
                Integer::sum);
    }

    /** @param what the name of a camera, for its results; or name and event */
    private int told(String what) {
        return told.getOrDefault(what, 0);
    }
}
