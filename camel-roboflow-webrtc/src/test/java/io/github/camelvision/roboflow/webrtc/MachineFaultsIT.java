package io.github.camelvision.roboflow.webrtc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.github.camelvision.roboflow.webrtc.testing.CapturedLog;
import io.github.camelvision.roboflow.webrtc.testing.FaultLog;
import io.github.camelvision.roboflow.webrtc.testing.FaultProcess;
import io.github.camelvision.roboflow.webrtc.testing.FaultRoute;
import io.github.camelvision.roboflow.webrtc.testing.FaultRow;
import io.github.camelvision.roboflow.webrtc.testing.PythonPeer;
import io.github.camelvision.roboflow.webrtc.testing.RouteFixture;
import io.github.camelvision.roboflow.webrtc.testing.SmallDisk;
import io.github.camelvision.roboflow.webrtc.testing.TestVideos;
import io.github.camelvision.roboflow.webrtc.testing.WallClock;
import io.github.camelvision.roboflow.webrtc.testkit.RecordedItem;
import io.github.camelvision.roboflow.webrtc.testkit.Recording;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What this machine does to a session: its names, its disk. Rows of the fault tables of docs/reliability.adoc. */
class MachineFaultsIT {

    private static final String TABLE = "faults";
    /** Needs root. */
    private static final String ROOT_TABLE = "faults-network";
    private static final int ENOUGH = 20;
    private static final int FRAMES = 60;

    @TempDir
    Path folder;

    private final FaultLog log = new FaultLog();

    @Test
    void withoutNamesAConnectionGoesOnAndALostOneIsBackWithThem() throws Exception {
        PythonPeer.assumeAvailable();
        Path hosts = folder.resolve("hosts");
        String known = "127.0.0.1 gate.example\n";
        Files.writeString(hosts, known);
        PythonPeer server = PythonPeer.worker();
        String port = String.valueOf(server.port());
        try (FaultProcess client = FaultProcess.start(List.of("-Djdk.net.hosts.file=" + hosts, "-Dsun.net.inetaddr.ttl=0"), Map.of(),
                log::add, "http://gate.example:" + port, "&lossless=true", "120")) {
            log.awaitAnswers(ENOUGH);
            Files.writeString(hosts, "");
            long begin = System.nanoTime();
            log.awaitAnswers(ENOUGH);
            assertThat(log.seen(begin)).as("names are for connecting only").isEqualTo("nothing");
            server.close();
            server = PythonPeer.worker("--port", port);
            log.awaitEvent("disconnected", begin);
            long broken = System.nanoTime();
            log.awaitEvent("disconnected", broken);
            assertThat(log.seen(broken)).contains("cannot be resolved");
            Files.writeString(hosts, known);
            long healed = System.nanoTime();
            log.awaitAnswers(ENOUGH);
            client.stopSending();
            log.awaitAllTold();
            FaultRow.write(TABLE, "DNS gone while the server restarts", true, log, broken, healed);
        } finally {
            server.close();
        }
    }

    /** As a machine's wall clock jumps that is set right. What the client itself reads of its clock: ArchitectureTest. */
    @ParameterizedTest(name = "{1}")
    @CsvSource({"+3600s, forward", "-3600s, back"})
    void aWallClockThatJumpsCostsNothing(String jump, String direction) throws Exception {
        PythonPeer.assumeAvailable();
        WallClock clock = new WallClock(folder);
        try (PythonPeer server = PythonPeer.start("aiortc_worker.py", clock.environment());
                FaultRoute route = new FaultRoute(server.httpUrl(), "&lossless=true&emit=paired&streamOutput=image", log::add).start()) {
            log.awaitAnswers(ENOUGH);
            long broken = System.nanoTime();
            clock.jump(jump);
            log.awaitAnswers(3 * ENOUGH);
            route.stopSending();
            log.awaitAllTold();
            FaultRow.write(TABLE, "wall clock of the server jumps an hour " + direction, true, log, broken, broken);
            assertThat(log.seen(broken)).isEqualTo("nothing");
        }
    }

    @Test
    void aFullDiskOfTheWorkerRefusesTheUploadInWords() throws Exception {
        try (SmallDisk disk = new SmallDisk(folder, "256k"); RouteFixture fixture = new RouteFixture("&uploadDir=" + disk.path())) {
            fixture.routes(file("")).start();
            long broken = System.nanoTime();
            MockEndpoint ends = fixture.mock("completed");
            await("end").atMost(FaultLog.PATIENCE).until(() -> ends.getReceivedCounter() == 1);
            SessionEvent end = ends.getExchanges().get(0).getMessage().getBody(SessionEvent.class);
            assertThat(end.failed()).isTrue();
            assertThat(fixture.mock("results").getReceivedCounter()).isZero();
            assertThat(disk.files()).as("nothing stays behind").isEmpty();
            FaultRow.write(ROOT_TABLE, "disk full where the worker keeps uploads", "file of 60", "completed, failed: " + end.reason(),
                    seconds(broken), "-", "-", FRAMES, 0, FRAMES);
        }
    }

    @Test
    void aFullDiskOfTheRouteFailsItsExchangesAndLosesNoResult() throws Exception {
        try (SmallDisk disk = new SmallDisk(folder, "32k"); RouteFixture fixture = new RouteFixture()) {
            fixture.routes(file("file:" + disk.path() + "?fileName=${header.CamelRoboflowWebrtcFrameId}.json")).start();
            MockEndpoint ends = fixture.mock("completed");
            await("end").atMost(FaultLog.PATIENCE).until(() -> ends.getReceivedCounter() == 1);
            int failed = fixture.mock("failed").getReceivedCounter();
            int written = fixture.mock("results").getReceivedCounter();
            assertThat(ends.getExchanges().get(0).getMessage().getBody(SessionEvent.class).failed()).isFalse();
            assertThat(written).isPositive();
            assertThat(failed).isPositive();
            assertThat(written + failed).as("every frame came").isEqualTo(FRAMES);
            FaultRow.write(ROOT_TABLE, "disk full where the route writes", "file of 60", "the exchange fails: "
                    + fixture.mock("failed").getExchanges().get(0).getMessage().getHeader("why", String.class).replaceAll("/\\S+/", ""),
                    "-", "-", "-", FRAMES, written, failed);
        }
    }

    /** What fits is there and can be played. */
    @Test
    void aFullDiskOfARecordingCostsTheRecordingAloneAndIsToldOnce() throws Exception {
        try (SmallDisk disk = new SmallDisk(folder, "16k"); CapturedLog warnings = new CapturedLog()) {
            try (RouteFixture fixture = new RouteFixture()) {
                fixture.routes(file("", "&recordDirectory=" + disk.path())).start();
                MockEndpoint ends = fixture.mock("completed");
                await("end").atMost(FaultLog.PATIENCE).until(() -> ends.getReceivedCounter() == 1);
                assertThat(ends.getExchanges().get(0).getMessage().getBody(SessionEvent.class).failed()).isFalse();
                assertThat(fixture.mock("results").getReceivedCounter()).isEqualTo(FRAMES);
            }
            List<String> told = warnings.lines().stream().filter(line -> line.contains("is not complete: ")).toList();
            assertThat(told).singleElement().asString().contains("No space left on device");
            List<RecordedItem> kept = Recording.read(disk.files().get(0)).items();
            assertThat(kept).hasSizeBetween(2, FRAMES);
            FaultRow.write(ROOT_TABLE, "disk full where the session is recorded", "file of 60",
                    "nothing; logged: The recording is not complete: " + told.get(0).replaceAll(".*: ", "") + "; it can be played", "-",
                    "-", "-", FRAMES, FRAMES, 0);
        }
    }

    @Test
    void aFullDiskOfTheVideoCacheEndsTheSessionInWords() throws Exception {
        byte[] video = Files.readAllBytes(TestVideos.of(FRAMES).file());
        HttpServer web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        web.createContext("/", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, video.length);
                exchange.getResponseBody().write(video);
            }
        });
        web.start();
        try (SmallDisk disk = new SmallDisk(folder, "32k"); RouteFixture fixture = new RouteFixture()) {
            fixture.routes(file("http://127.0.0.1:" + web.getAddress().getPort() + "/video.mp4", "",
                    "&videoAllowPrivateHosts=true&videoCacheDir=" + disk.path())).start();
            long broken = System.nanoTime();
            MockEndpoint ends = fixture.mock("completed");
            await("end").atMost(FaultLog.PATIENCE).until(() -> ends.getReceivedCounter() == 1);
            SessionEvent end = ends.getExchanges().get(0).getMessage().getBody(SessionEvent.class);
            assertThat(end.failed()).isTrue();
            assertThat(end.reason()).contains("videoCacheDir").contains("No space left on device");
            assertThat(fixture.mock("results").getReceivedCounter()).isZero();
            assertThat(disk.files()).as("nothing stays behind").isEmpty();
            FaultRow.write(ROOT_TABLE, "disk full where videos of URLs are kept", "file of 60",
                    "completed, failed: " + end.reason().replaceAll("/\\S+/", ""), seconds(broken), "-", "-", FRAMES, 0, FRAMES);
        } finally {
            web.stop(0);
        }
    }

    private static RouteBuilder file(String destination) {
        return file(destination, "");
    }

    private static RouteBuilder file(String destination, String options) {
        return file(TestVideos.of(FRAMES).file().toString(), destination, options);
    }

    private static RouteBuilder file(String source, String destination, String options) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                onException(Exception.class).handled(true).setHeader("why", simple("${exception.message}")).to("mock:failed");
                var route = from("roboflow-webrtc:file?source=file&emitEvents=true&sourceUri=" + source + "&"
                        + RouteFixture.client() + options).choice().when(header(RoboflowWebrtcConstants.EVENT).isNotNull())
                                .toD("mock:${header." + RoboflowWebrtcConstants.EVENT + "}").otherwise();
                if (!destination.isEmpty()) {
                    route = route.to(destination);
                }
                route.to("mock:results");
            }
        };
    }

    private static String seconds(long since) {
        return String.format(java.util.Locale.ROOT, "%.1f", (System.nanoTime() - since) / 1e9);
    }
}
