package io.github.camelvision.roboflow.webrtc.fleet;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelvision.roboflow.webrtc.RoboflowWebrtcConstants;
import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcComponent;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.media.ImageCodec;
import io.github.camelvision.roboflow.webrtc.core.objects.ObjectEvent;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.testing.MotionScene;
import io.github.camelvision.roboflow.webrtc.testing.RouteFixture;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.File;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.health.HealthCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** All that one session has, a fleet's cameras have by their names; the registry's entries say which of them has what. */
@Timeout(300)
class FleetSessionsIT {

    private static final String RULES = """
            {"objects": {"confirmFrames": 2, "confirmOf": 3, "endAfter": 1, "updateEvery": 0},
             "lines": [{"name": "middle", "from": [0.5, 0], "to": [0.5, 1], "anchors": "center"}], "coordinates": "relative"}""";
    /** Nothing moves before the hall's camera. Nobody is where the yard's server should be. */
    private static final String CAMERAS = """
            {"cameras": {
              "hall": {"gate": "motion", "gateIdle": "3s", "deviceFormat": "lavfi", "labels": {"site": "a"},
                       "sourceUri": "color=c=gray:s=320x240:r=15"},
              "belt": {"emit": "objects", "objectRules": "#rules", "clipDirectory": "%s", "clipOn": "crossed:middle", "clipBefore": "500",
                       "clipAfter": "500", "emitClips": true, "deviceFormat": "lavfi", "sourceUri": "%s", "labels": {"site": "b"}},
              "dock": {"deviceFormat": "lavfi", "sourceUri": "color=c=gray:s=160x120:r=5"},
              "yard": {"apiUrl": "http://127.0.0.1:9", "deviceFormat": "lavfi", "sourceUri": "color=c=gray:s=320x240:r=15"}}}""";

    @TempDir
    private Path directory;
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    private RouteFixture start() throws Exception {
        Path registry = directory.resolve("cameras.json");
        Files.writeString(registry, CAMERAS.formatted(directory.resolve("clips"), new MotionScene(6, 3).sourceUri().replace("\\", "\\\\")));
        RouteFixture fixture = new RouteFixture();
        fixture.context().getComponent("roboflow-webrtc", RoboflowWebrtcComponent.class).setLiveView(true);
        fixture.context().getRegistry().bind("meters", meters);
        fixture.context().getRegistry().bind("rules", RULES);
        return fixture.routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("roboflow-webrtc-worker:box?workflowId=box")
                        .process(e -> e.getMessage().setBody(MotionScene.detect(e.getMessage().getBody(Frame.class))));
                from("roboflow-webrtc-fleet:plant?registry=file:" + registry + "&source=webcam&emitEvents=true&apiUrl={{worker.url}}"
                        + "&workspace=test&workflowId=box").routeId("fleet").to("mock:all");
                from("direct:open").setHeader(RoboflowWebrtcConstants.COMMAND, constant("reconnect")).to("roboflow-webrtc:hall");
                from("direct:clip").setHeader(RoboflowWebrtcConstants.COMMAND, constant("clip")).to("roboflow-webrtc:belt");
            }
        }).start();
    }

    private static FleetConsumer fleet(RouteFixture fixture) {
        return (FleetConsumer) fixture.context().getRoute("fleet").getConsumer();
    }

    private static void awaitState(RouteFixture fixture, String camera, String state) {
        await(camera + " " + state).atMost(60, SECONDS).until(() -> state.equals(fleet(fixture).getCameraStates().get(camera)));
    }

    private static List<Exchange> of(RouteFixture fixture, String camera) {
        MockEndpoint all = fixture.mock("all");
        return all.getExchanges().stream().filter(each -> camera.equals(each.getMessage().getHeader(FleetConstants.CAMERA))).toList();
    }

    private static List<String> headers(RouteFixture fixture, String camera, String header) {
        return of(fixture, camera).stream().map(each -> each.getMessage().getHeader(header, String.class)).filter(each -> each != null)
                .toList();
    }

    private static long results(RouteFixture fixture, String camera) {
        return of(fixture, camera).stream().filter(each -> each.getMessage().getBody() instanceof InferenceResult).count();
    }

    private double meter(String name, String camera, String... tags) {
        return meters.scrape().lines().filter(line -> line.startsWith(name + "{") && line.contains("session=\"" + camera + "\"")
                && List.of(tags).stream().allMatch(line::contains))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))).sum();
    }

    private static HttpResponse<byte[]> live(RouteFixture fixture, String path) throws Exception {
        URI uri = URI.create(fixture.workerUrl() + "/roboflow-webrtc" + path);
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    @Test
    void eachCameraHasAGateEventsClipsCommandsMetersHealthAndALiveViewOfItsOwn() throws Exception {
        try (RouteFixture fixture = start()) {
            // gate: the hall has no connection while nothing moves there; the belt has one
            awaitState(fixture, "hall", "GATED");
            awaitState(fixture, "belt", "STREAMING");
            awaitState(fixture, "dock", "STREAMING");
            awaitState(fixture, "yard", "WAITING");
            assertThat(fleet(fixture).camera("hall").getPredictions()).isZero();

            // events of objects, and a clip of one of them
            await("a crossing").atMost(60, SECONDS).until(() -> headers(fixture, "belt", RoboflowWebrtcConstants.OBJECT_EVENT)
                    .contains("crossed"));
            await("its clip").atMost(60, SECONDS).until(() -> headers(fixture, "belt", RoboflowWebrtcConstants.CLIP).contains("crossed"));
            Exchange crossing = of(fixture, "belt").stream().filter(each -> each.getMessage().getBody() instanceof ObjectEvent)
                    .findFirst().orElseThrow();
            assertThat(crossing.getMessage().getBody(ObjectEvent.class).camera()).isEqualTo("belt");
            assertThat(crossing.getMessage().getHeader(FleetConstants.LABELS)).isEqualTo(Map.of("site", "b"));
            assertThat(results(fixture, "belt")).isZero();
            assertThat(headers(fixture, "dock", RoboflowWebrtcConstants.OBJECT_EVENT)).isEmpty();
            await("results of the dock").atMost(60, SECONDS).until(() -> results(fixture, "dock") > 0);

            // commands
            File clip = fixture.context().createProducerTemplate().requestBody("direct:clip", null, File.class);
            assertThat(clip).isFile().hasParent(directory.resolve("clips").toFile());
            fixture.context().createProducerTemplate().sendBody("direct:open", null);
            await("results of the hall").atMost(60, SECONDS).until(() -> results(fixture, "hall") > 0);
            awaitState(fixture, "hall", "GATED");

            // events of sessions
            await("the hall's story").atMost(60, SECONDS).untilAsserted(() -> assertThat(headers(fixture, "hall",
                    RoboflowWebrtcConstants.EVENT)).startsWith("gated", "connected", "gated"));
            assertThat(headers(fixture, "belt", RoboflowWebrtcConstants.EVENT)).startsWith("connected").doesNotContain("gated");

            checkMeters();
            checkHealth(fixture);
            checkLiveView(fixture);
        }
        assertThat(meters.getMeters()).isEmpty();
    }

    private void checkMeters() {
        assertThat(meter("roboflow_webrtc_state", "belt", "state=\"STREAMING\"")).isEqualTo(1);
        assertThat(meter("roboflow_webrtc_state", "hall", "state=\"GATED\"")).isEqualTo(1);
        assertThat(meter("roboflow_webrtc_state", "yard", "state=\"STREAMING\"")).isZero();
        assertThat(meter("roboflow_webrtc_predictions_total", "belt")).isPositive();
        assertThat(meter("roboflow_webrtc_predictions_total", "hall")).isPositive();
        assertThat(meter("roboflow_webrtc_predictions_total", "yard")).isZero();
    }

    private static void checkHealth(RouteFixture fixture) {
        HealthCheck.Result health = fleet(fixture).getHealthCheck().call();
        assertThat(health.getState()).isEqualTo(HealthCheck.State.UP);
        assertThat(health.getDetails()).containsEntry("fleet.cameras", 4).containsEntry("fleet.connected", 2L)
                .containsEntry("fleet.ready", 3L).containsKey("camera.yard")
                .doesNotContainKeys("camera.hall", "camera.belt", "camera.dock");
    }

    private static void checkLiveView(RouteFixture fixture) throws Exception {
        JsonNode sessions = new ObjectMapper().readTree(live(fixture, "/sessions.json").body()).path("sessions");
        assertThat(sessions.findValuesAsText("id")).contains("client/hall", "client/belt", "client/dock", "client/yard");
        assertThat(shown(fixture, "belt").width()).isEqualTo(MotionScene.WIDTH);
        assertThat(shown(fixture, "dock").width()).isEqualTo(160);
    }

    private static Frame shown(RouteFixture fixture, String camera) throws Exception {
        String path = "/frame.jpg?viewer=test&id=client/" + camera;
        await("frame of " + camera).atMost(60, SECONDS).until(() -> live(fixture, path).statusCode() == 200);
        return ImageCodec.decode(live(fixture, path).body());
    }
}
