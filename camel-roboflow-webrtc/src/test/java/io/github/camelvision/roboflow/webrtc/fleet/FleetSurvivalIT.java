package io.github.camelvision.roboflow.webrtc.fleet;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcConsumer;
import io.github.camelvision.roboflow.webrtc.testing.PythonPeer;
import io.github.camelvision.roboflow.webrtc.testing.RouteFixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A fleet whose server crashes and comes back; {@code -Dsurvival.cycles} sets how often. */
class FleetSurvivalIT {

    private static final Set<String> ALL = Set.of("cam1", "cam2", "cam3", "cam4");
    private static final int SETTLED = 2;

    @TempDir
    private Path directory;
    private final Map<String, Long> results = new ConcurrentHashMap<>();

    private void flows() {
        results.clear();
        await("results of all cameras").atMost(60, SECONDS).until(() -> results.keySet().equals(ALL));
    }

    @Test
    void allCamerasUseAKilledWorkerAgainThatReturnsAndNothingGrows() throws Exception {
        int cycles = Integer.getInteger("survival.cycles", 5);
        int port = RouteFixture.freePort();
        Path cameras = directory.resolve("cameras.json");
        Files.writeString(cameras, ALL.stream().map(name -> "\"" + name + "\": {\"sourceUri\": \"testsrc2=size=160x120:rate=2\"}")
                .collect(Collectors.joining(", ", "{\"cameras\": {", "}}")));
        PythonPeer worker = PythonPeer.worker("--port", String.valueOf(port));
        try (RouteFixture fixture = new RouteFixture()) {
            fixture.routes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("roboflow-webrtc-fleet:plant?registry=file:" + cameras
                            + "&source=webcam&deviceFormat=lavfi&apiUrl=http://127.0.0.1:"
                            + port + "&workspace=test&workflowId=numbers&stallTimeout=2s&reconnectDelay=500ms&reconnectMaxDelay=1s")
                                    .routeId("fleet").process(exchange -> results
                                            .merge(exchange.getMessage().getHeader(FleetConstants.CAMERA, String.class), 1L, Long::sum));
                }
            }).start();
            FleetConsumer fleet = (FleetConsumer) fixture.context().getRoute("fleet").getConsumer();
            flows();
            Map<String, RoboflowWebrtcConsumer> consumers = fleet.running();
            int threads = 0;
            for (int cycle : IntStream.rangeClosed(1, cycles).toArray()) {
                worker.crash();
                await("outage " + cycle).atMost(60, SECONDS).until(() -> fleet.getCamerasConnected() == 0);
                worker = PythonPeer.worker("--port", String.valueOf(port));
                flows();
                if (cycle == SETTLED) {
                    threads = Thread.activeCount();
                }
            }
            assertThat(fleet.running()).as("no camera is opened anew by the fleet").isEqualTo(consumers);
            int limit = threads + 3;
            await("no more threads").atMost(60, SECONDS).until(() -> Thread.activeCount() <= limit);
        } finally {
            worker.close();
        }
    }
}
