package io.github.camelvision.roboflow.webrtc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelvision.roboflow.webrtc.testing.FaultLog;
import io.github.camelvision.roboflow.webrtc.testing.FaultProcess;
import io.github.camelvision.roboflow.webrtc.testing.FaultRow;
import io.github.camelvision.roboflow.webrtc.testing.PythonPeer;
import io.github.camelvision.roboflow.webrtc.testing.RouteFixture;
import io.github.camelvision.roboflow.webrtc.testing.SmallDisk;
import io.github.camelvision.roboflow.webrtc.testing.TestVideos;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

    private static RouteBuilder file(String destination) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                onException(Exception.class).handled(true).setHeader("why", simple("${exception.message}")).to("mock:failed");
                var route = from("roboflow-webrtc:file?source=file&emitEvents=true&sourceUri=" + TestVideos.of(FRAMES).file() + "&"
                        + RouteFixture.client()).choice().when(header(RoboflowWebrtcConstants.EVENT).isNotNull())
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
