package io.github.camelvision.roboflow.webrtc.fleet;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.camelvision.roboflow.webrtc.RoboflowWebrtcConstants;
import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcConsumer;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.testing.FaultyFront;
import io.github.camelvision.roboflow.webrtc.testing.HangingServer;
import io.github.camelvision.roboflow.webrtc.testing.PaintedFrames;
import io.github.camelvision.roboflow.webrtc.testing.RouteFixture;
import io.github.camelvision.roboflow.webrtc.testing.TestVideos;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.spi.PropertiesFunction;
import org.apache.camel.support.service.ServiceSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FleetIT {

    @TempDir
    private Path directory;
    private final ListedCameras plant = new ListedCameras(List.of(camera("north", "a"), camera("south", "b")));

    /** As those of Camel's components for vaults. */
    private static final class Vault extends ServiceSupport implements PropertiesFunction {

        @Override
        public String getName() {
            return "vault";
        }

        @Override
        public String apply(String remainder) {
            return "key-of-" + remainder;
        }
    }

    private static FleetCamera camera(String name, String line, String... options) {
        return new FleetCamera(name, true, Map.of("line", line), options.length == 0 ? Map.of() : Map.of(options[0], options[1]));
    }

    private void list(FleetCamera... cameras) {
        plant.list(List.of(cameras));
    }

    private RouteFixture fixture(String registry) throws Exception {
        return fixture(registry, "");
    }

    private RouteFixture fixture(String registry, String more) throws Exception {
        return fixture(registry, more, exchange -> {
            // goes on
        });
    }

    private RouteFixture fixture(String registry, String more, Processor step) throws Exception {
        RouteFixture fixture = new RouteFixture();
        fixture.context().getRegistry().bind("plant", plant);
        fixture.routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("roboflow-webrtc-fleet:plant?registry=" + registry + more + "&registryInterval=50&source=manual&lossless=true&"
                        + "replyTimeout=60s&apiUrl={{worker.url}}&workspace=test&workflowId=numbers").routeId("fleet").process(step)
                                .to("mock:all");
            }
        });
        return fixture;
    }

    private static FleetConsumer fleet(RouteFixture fixture) {
        return (FleetConsumer) fixture.context().getRoute("fleet").getConsumer();
    }

    private static void awaitConnected(RouteFixture fixture, String... names) {
        await("connected").atMost(45, SECONDS).until(() -> fleet(fixture).getCameraStates().keySet().equals(Set.of(names))
                && fleet(fixture).getCamerasConnected() == names.length);
    }

    private static Exchange answer(RouteFixture fixture, String camera, int number) {
        MockEndpoint all = fixture.mock("all");
        fixture.context().createProducerTemplate().sendBody("roboflow-webrtc:" + camera, PaintedFrames.paint(number, 320, 240));
        await("answer of " + camera).atMost(45, SECONDS).until(() -> find(all, camera, number) != null);
        return find(all, camera, number);
    }

    private static Exchange find(MockEndpoint all, String camera, int number) {
        return new ArrayList<>(all.getExchanges()).stream()
                .filter(exchange -> camera.equals(exchange.getMessage().getHeader(FleetConstants.CAMERA))
                        && exchange.getMessage().getBody(InferenceResult.class).field("number").asInt() == number)
                .findFirst().orElse(null);
    }

    private static String session(Exchange exchange) {
        return exchange.getMessage().getHeader(RoboflowWebrtcConstants.SESSION_ID, String.class);
    }

    @Test
    void camerasComeAndGoAndTouchOnlyThemselves() throws Exception {
        try (RouteFixture fixture = fixture("#plant")) {
            fixture.start();
            awaitConnected(fixture, "north", "south");
            Exchange north = answer(fixture, "north", 1);
            Exchange south = answer(fixture, "south", 2);
            assertThat(north.getMessage().getHeader(FleetConstants.LABELS)).isEqualTo(Map.of("line", "a"));
            assertThat(north.getFromRouteId()).isEqualTo("fleet");
            assertThat(north.getMessage().getHeader(RoboflowWebrtcConstants.SESSION_NAME)).isEqualTo("north");

            // south goes, east comes, north changes nothing
            list(camera("north", "a"), camera("east", "c"));
            awaitConnected(fixture, "north", "east");
            assertThatThrownBy(() -> answer(fixture, "south", 9)).rootCause().hasMessageStartingWith("Session south: Name what to run");
            assertThat(answer(fixture, "east", 3).getMessage().getHeader(FleetConstants.LABELS)).isEqualTo(Map.of("line", "c"));
            assertThat(session(answer(fixture, "north", 4))).isEqualTo(session(north));

            // north has another label: a new session; disabled cameras do not run
            list(camera("north", "z"), camera("east", "c"), new FleetCamera("south", false, Map.of(), Map.of()));
            await("new session").atMost(45, SECONDS).until(() -> fleet(fixture).camera("north") != null
                    && "STREAMING".equals(fleet(fixture).camera("north").getSessionState())
                    && fleet(fixture).camera("north").getPredictions() == 0);
            Exchange changed = answer(fixture, "north", 5);
            assertThat(session(changed)).isNotEqualTo(session(north));
            assertThat(changed.getMessage().getHeader(FleetConstants.LABELS)).isEqualTo(Map.of("line", "z"));
            assertThat(fleet(fixture).getCameras()).isEqualTo(2);
            assertThat(session(south)).isNotNull();
        }
    }

    /** Eight of twelve have a server that never answers, or that says 503; a ninth has an option that does not exist. */
    @Test
    void brokenCamerasDelayNoOtherAndAreToldByName() throws Exception {
        try (RouteFixture fixture = fixture("#plant"); HangingServer hangs = new HangingServer();
                FaultyFront busy = new FaultyFront(fixture.workerUrl()).says(503, null, null, "{}")) {
            fixture.start();
            List<FleetCamera> cameras = new ArrayList<>();
            IntStream.range(0, 4).forEach(i -> {
                cameras.add(new FleetCamera("hangs" + i, true, Map.of(), Map.of("apiUrl", hangs.url(), "requestTimeout", "1h")));
                cameras.add(camera("busy" + i, "b", "apiUrl", busy.url()));
            });
            cameras.add(camera("wrong", "w", "queueSizes", "3"));
            IntStream.range(0, 3).forEach(i -> cameras.add(camera("good" + i, "g")));
            list(cameras.toArray(FleetCamera[]::new));
            for (int i = 0; i < 3; i++) {
                String good = "good" + i;
                await(good).atMost(45, SECONDS).until(() -> "STREAMING".equals(fleet(fixture).getCameraStates().get(good)));
                assertThat(answer(fixture, good, i).getMessage().getHeader(FleetConstants.LABELS)).isEqualTo(Map.of("line", "g"));
            }
            await("all but the wrong one run").atMost(45, SECONDS).until(() -> fleet(fixture).getCameras() == 11);
            await("the hanging ones wait for their first answer").atMost(45, SECONDS).until(() -> hangs.asked() == 4);
            await("the busy ones are tried again").atMost(45, SECONDS).until(() -> IntStream.range(0, 4)
                    .allMatch(i -> fleet(fixture).camera("busy" + i).getReconnectAttempt() > 1));
            assertThat(fleet(fixture).getMistakes()).containsOnlyKeys("wrong");
            assertThat(fleet(fixture).getMistakes().get("wrong")).contains("queueSizes", "did you mean queueSize");
            assertThat(fleet(fixture).camera("wrong")).isNull();
            HealthCheck.Result health = fleet(fixture).getHealthCheck().call();
            assertThat(health.getState()).isEqualTo(HealthCheck.State.UP);
            assertThat(health.getDetails()).containsEntry("fleet.cameras", 11).containsEntry("fleet.connected", 3L)
                    .containsKeys("camera.hangs0", "camera.busy3", "mistake.wrong").doesNotContainKey("camera.good0");

            list(cameras.get(0), cameras.get(1));
            await("without a camera").atMost(45, SECONDS).until(() -> fleet(fixture).getCameras() == 2);
            assertThat(fleet(fixture).getHealthCheck().call().getState()).isEqualTo(HealthCheck.State.DOWN);

            list(cameras.get(8));
            await("none can start").atMost(45, SECONDS).until(() -> fleet(fixture).getCameras() == 0);
            assertThat(fleet(fixture).getHealthCheck().call().getState()).isEqualTo(HealthCheck.State.DOWN);
        }
    }

    @Test
    void aFileIsReadAgainAndASecretIsAReference() throws Exception {
        Path file = directory.resolve("cameras.yaml");
        Files.writeString(file, "cameras: {north: {apiKey: \"{{plant.key}}\", labels: {line: a}}}");
        try (RouteFixture fixture = fixture("file:" + file)) {
            fixture.context().getPropertiesComponent().addInitialProperty("plant.key", "s3cret");
            fixture.context().getPropertiesComponent().addPropertiesFunction(new Vault());
            fixture.start();
            awaitConnected(fixture, "north");
            RoboflowWebrtcConsumer north = fleet(fixture).camera("north");
            assertThat(north.getEndpoint().getConfiguration().getApiKey()).isEqualTo("s3cret");
            assertThat(north.getEndpoint().getEndpointUri()).doesNotContain("s3cret");
            Files.writeString(file,
                    "cameras: {north: {apiKey: \"{{plant.key}}\", labels: {line: a}}, south: {apiKey: \"{{vault:south}}\"}, "
                            + "east: {sourceUri: \"rtsp://viewer:s3cret@{{nowhere}}/\"}}");
            awaitConnected(fixture, "north", "south");
            assertThat(fleet(fixture).camera("north")).isSameAs(north);
            assertThat(fleet(fixture).camera("south").getEndpoint().getConfiguration().getApiKey()).isEqualTo("key-of-south");
            await("its mistake").atMost(45, SECONDS).until(() -> fleet(fixture).getMistakes().containsKey("east"));
            assertThat(fleet(fixture).getMistakes()).isEqualTo(Map.of("east",
                    "The option sourceUri: Property with key [nowhere] not found in properties from text: ***"));
        }
    }

    @Test
    void aSuspendedRouteGetsNothingFromCamerasThatComeMeanwhile() throws Exception {
        try (RouteFixture fixture = fixture("#plant")) {
            fixture.start();
            awaitConnected(fixture, "north", "south");
            fixture.context().getRouteController().suspendRoute("fleet");
            list(camera("north", "a"), camera("east", "c"));
            awaitConnected(fixture, "north", "east");
            fixture.context().createProducerTemplate().sendBody("roboflow-webrtc:east", PaintedFrames.paint(8, 320, 240));
            await("the answer waits").atMost(45, SECONDS).until(() -> fleet(fixture).camera("east").getQueued() == 1);
            assertThat(fixture.mock("all").getExchanges()).isEmpty();
            fixture.context().getRouteController().resumeRoute("fleet");
            await("the answer comes").atMost(45, SECONDS).until(() -> find(fixture.mock("all"), "east", 8) != null);
        }
    }

    @Test
    void aStoppedRouteHasNoSessionAndComesBack() throws Exception {
        try (RouteFixture fixture = fixture("#plant")) {
            fixture.start();
            awaitConnected(fixture, "north", "south");
            fixture.context().getRouteController().stopRoute("fleet");
            assertThat(fleet(fixture).getCameras()).isZero();
            assertThat(plant.isStarted()).isFalse();
            fixture.context().getRouteController().startRoute("fleet");
            awaitConnected(fixture, "north", "south");
            answer(fixture, "south", 7);
        }
    }

    @Test
    void aCameraWhoseFileIsAtItsEndIsReady() throws Exception {
        Path video = TestVideos.of(5).size(320, 240).file();
        try (RouteFixture fixture = fixture("#plant")) {
            fixture.start();
            list(new FleetCamera("archive", true, Map.of(), Map.of("source", "file", "sourceUri", video.toString())));
            await("its end").atMost(45, SECONDS).until(() -> Map.of("archive", "CLOSED").equals(fleet(fixture).getCameraStates()));
            HealthCheck.Result health = fleet(fixture).getHealthCheck().call();
            assertThat(health.getState()).isEqualTo(HealthCheck.State.UP);
            assertThat(health.getDetails()).containsEntry("fleet.ready", 1L).containsEntry("fleet.connected", 0L)
                    .doesNotContainKey("camera.archive");
        }
    }

    @Test
    void aRouteThatThrowsOrHangsForACameraTakesNothingFromTheOthers() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        String[] names = {"throws", "breaks", "hangs", "north", "south"};
        try (RouteFixture fixture = fixture("#plant", "", exchange -> {
            switch (exchange.getMessage().getHeader(FleetConstants.CAMERA, String.class)) {
                case "throws" -> throw new IllegalStateException("on purpose");
                case "breaks" -> throw new AssertionError("on purpose");
                case "hangs" -> gate.await();
                default -> {
                    // goes on
                }
            }
        })) {
            plant.list(Stream.of(names).map(name -> camera(name, "l")).toList());
            fixture.start();
            awaitConnected(fixture, names);
            ProducerTemplate frames = fixture.context().createProducerTemplate();
            IntStream.rangeClosed(1, 5).forEach(number -> Stream.of(names)
                    .forEach(name -> frames.sendBody("roboflow-webrtc:" + name, PaintedFrames.paint(number, 320, 240))));
            MockEndpoint all = fixture.mock("all");
            await("answers of the others").atMost(45, SECONDS).until(() -> IntStream.rangeClosed(1, 5)
                    .allMatch(number -> find(all, "north", number) != null && find(all, "south", number) != null));
            await("the others have theirs, too").atMost(45, SECONDS).until(() -> Stream.of("throws", "breaks")
                    .allMatch(name -> fleet(fixture).camera(name).getPredictions() == 5));
            assertThat(all.getReceivedCounter()).isEqualTo(10);
            gate.countDown();
            await("answers of the one that hung").atMost(45, SECONDS)
                    .until(() -> IntStream.rangeClosed(1, 5).allMatch(number -> find(all, "hangs", number) != null));
            assertThat(fleet(fixture).getCamerasConnected()).isEqualTo(names.length);
        }
    }

    @Test
    void camerasWhoseStartIsToComeDoNotHoldUpTheStop() throws Exception {
        try (RouteFixture fixture = fixture("#plant", "&startInterval=1h")) {
            fixture.context().start();
            await("the first").atMost(45, SECONDS).until(() -> fleet(fixture).getCameras() == 1);
            assertThat(fixture.context().getRouteController().stopRoute("fleet", 300, SECONDS, false)).isTrue();
            assertThat(fleet(fixture).getCameras()).isZero();
        }
    }

    @Test
    void aRegistryThatIsNotThereFailsTheStart() throws Exception {
        Path missing = directory.resolve("missing.yaml");
        try (RouteFixture fixture = fixture("file:" + missing)) {
            assertThatThrownBy(fixture::start)
                    .hasStackTraceContaining("Route fleet, fleet plant: The registry " + missing + " cannot be read: it does not exist");
        }
    }
}
