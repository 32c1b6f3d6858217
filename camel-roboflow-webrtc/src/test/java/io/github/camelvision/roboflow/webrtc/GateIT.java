package io.github.camelvision.roboflow.webrtc;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcConsumer;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.objects.EventTime;
import io.github.camelvision.roboflow.webrtc.core.objects.LifeCycles;
import io.github.camelvision.roboflow.webrtc.core.objects.ObjectEvent;
import io.github.camelvision.roboflow.webrtc.core.detection.Detection;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.testing.FaultyFront;
import io.github.camelvision.roboflow.webrtc.testing.MeasuredRow;
import io.github.camelvision.roboflow.webrtc.testing.MotionScene;
import io.github.camelvision.roboflow.webrtc.testing.RouteFixture;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.health.HealthCheckRepository;
import org.junit.jupiter.api.Test;

/** Sessions that have a connection only while something moves, with the worker of the same context. */
class GateIT {

    private static final String RULES = """
            {"objects": {"confirmFrames": 2, "confirmOf": 3, "endAfter": 1, "updateEvery": 0},
             "lines": [{"name": "middle", "from": [0.5, 0], "to": [0.5, 1], "anchors": "center"}], "coordinates": "relative"}""";

    private static RouteBuilder worker() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("roboflow-webrtc-worker:box?workflowId=box")
                        .process(e -> e.getMessage().setBody(MotionScene.detect(e.getMessage().getBody(Frame.class))));
            }
        };
    }

    private static RouteBuilder camera(String name, String url, String options) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("roboflow-webrtc:" + name + "?apiUrl=" + url + "&workspace=test&workflowId=box" + options).routeId(name)
                        .to("mock:" + name);
            }
        };
    }

    /** A worker whose sessions take so long to open. */
    private static FaultyFront slow(RouteFixture fixture, Duration opening) {
        return new FaultyFront(fixture.workerUrl()).changes(answer -> {
            try {
                SECONDS.sleep(opening.toSeconds());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return answer;
        });
    }

    private static RoboflowWebrtcConsumer consumer(RouteFixture fixture, String name) {
        return (RoboflowWebrtcConsumer) fixture.context().getRoute(name).getConsumer();
    }

    private record Seen(Instant captured, Detection box) {}

    private static List<Seen> seen(MockEndpoint mock) {
        List<Seen> seen = new ArrayList<>();
        for (Exchange exchange : mock.getExchanges()) {
            InferenceResult result = exchange.getMessage().getBody(InferenceResult.class);
            String captured = exchange.getMessage().getHeader(RoboflowWebrtcConstants.CAPTURED_AT, String.class);
            seen.add(new Seen(captured == null ? null : Instant.parse(captured),
                    result.detections().getList().stream().findFirst().orElse(null)));
        }
        return seen;
    }

    @Test
    void whatWasBeforeTheMotionAndWhileTheServerOpenedIsAnsweredInOrder() throws Exception {
        try (RouteFixture fixture = new RouteFixture(); FaultyFront front = slow(fixture, Duration.ofSeconds(4))) {
            fixture.routes(worker());
            fixture.routes(camera("hall", front.url(), "&gate=motion&gateIdle=2s" + new MotionScene(16, 3).options()));
            HealthCheckRegistry registry = HealthCheckRegistry.get(fixture.context());
            HealthCheckRepository consumers = (HealthCheckRepository) registry.resolveById("consumers");
            consumers.setEnabled(true);
            registry.register(consumers);
            fixture.start();
            RoboflowWebrtcConsumer consumer = consumer(fixture, "hall");
            assertThat(consumer.getSessionState()).isEqualTo("GATED");
            assertHealth(fixture, HealthCheck.State.UP);
            await("rest after the first crossing").atMost(90, SECONDS)
                    .until(() -> consumer.getGateOpened() == 1 && consumer.getConnectedSeconds() > 4
                            && "GATED".equals(consumer.getSessionState()));
            List<Seen> seen = seen(fixture.mock("hall"));
            int first = 0;
            while (seen.get(first).box() == null) {
                first++;
            }
            assertThat(seen).extracting(Seen::captured).doesNotContainNull().isSorted();
            Instant begins = seen.get(first).captured();
            System.out.printf("%d results, %d before the box, the first %d ms before; %d dropped, %d spared, %d sent%n", seen.size(), first,
                    Duration.between(seen.get(0).captured(), begins).toMillis(), consumer.getCaptureDropped(), consumer.getCaptureSpared(),
                    consumer.getCaptureSent());
            assertThat(Duration.between(seen.get(0).captured(), begins)).isBetween(Duration.ofMillis(1000), Duration.ofMillis(3500));
            List<Double> places = seen.stream().filter(each -> each.box() != null).map(each -> each.box().x()).toList();
            assertThat(places.get(0)).isLessThan(60);
            assertThat(places.get(places.size() - 1)).isGreaterThan(260);
            assertThat(Duration.between(begins, seen.get(seen.size() - 1).captured())).isGreaterThan(Duration.ofSeconds(4));
            assertThat(consumer.getReconnects()).isZero();
        }
    }

    private static void assertHealth(RouteFixture fixture, HealthCheck.State state) {
        HealthCheck.Result hall = HealthCheckHelper.invokeReadiness(fixture.context(), "full").stream()
                .filter(result -> result.getCheck().getId().equals("consumer:hall")).findFirst().orElseThrow();
        assertThat(hall.getState()).isEqualTo(state);
        assertThat(hall.getDetails()).containsEntry("session.gated", true);
    }

    @Test
    void theCommandsOpenAndCloseAGatedSession() throws Exception {
        try (RouteFixture fixture = new RouteFixture()) {
            fixture.routes(worker());
            fixture.routes(camera("hall", "{{worker.url}}",
                    "&gate=motion&gateIdle=5s&emitEvents=true" + new MotionScene(3600, 3).options()));
            fixture.routes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:opens").setHeader(RoboflowWebrtcConstants.COMMAND, constant("reconnect")).to("roboflow-webrtc:hall");
                    from("direct:closes").setHeader(RoboflowWebrtcConstants.COMMAND, constant("close")).to("roboflow-webrtc:hall");
                }
            });
            fixture.start();
            RoboflowWebrtcConsumer consumer = consumer(fixture, "hall");
            await("the camera").atMost(45, SECONDS).until(() -> consumer.getCaptured() > 0);
            fixture.context().createProducerTemplate().sendBody("direct:opens", null);
            await("results").atMost(45, SECONDS).until(() -> consumer.getPredictions() > 0);
            await("rest").atMost(45, SECONDS).until(() -> "GATED".equals(consumer.getSessionState()));
            fixture.context().createProducerTemplate().sendBody("direct:closes", null);
            await("end").atMost(45, SECONDS).until(() -> "CLOSED".equals(consumer.getSessionState()));
            fixture.context().createProducerTemplate().sendBody("direct:opens", null);
            await("rest").atMost(45, SECONDS).until(() -> "GATED".equals(consumer.getSessionState()));
            List<String> events = fixture.mock("hall").getExchanges().stream()
                    .map(each -> each.getMessage().getHeader(RoboflowWebrtcConstants.EVENT, String.class)).filter(each -> each != null)
                    .toList();
            assertThat(events).startsWith("gated", "connected", "gated", "completed");
        }
    }

    /** What a scene costs. The long form is {@code .ci/long gate}. */
    @Test
    void aSceneCostsWhatItsMotionsCost() throws Exception {
        int seconds = Integer.getInteger("gate.seconds", 40);
        int crossings = seconds >= 600 ? 6 : 2;
        boolean whole = seconds >= 600;
        int idle = whole ? 10 : 2;
        int opening = whole ? 20 : 3;
        MotionScene scene = new MotionScene(seconds / crossings, whole ? 5 : 2);
        String options = "&emit=objects&emitEvents=true&objectRules=#rules" + scene.options();
        try (RouteFixture fixture = new RouteFixture(); FaultyFront front = slow(fixture, Duration.ofSeconds(opening))) {
            fixture.context().getRegistry().bind("rules", RULES);
            fixture.routes(worker());
            fixture.routes(camera("always", "{{worker.url}}", options));
            fixture.routes(camera("gated", "{{worker.url}}", options + "&gate=motion&gateIdle=" + idle + "s"));
            fixture.routes(camera("slow", front.url(), options + "&gate=motion&gateIdle=" + idle + "s"));
            fixture.start();
            Map<String, RoboflowWebrtcConsumer> all = new LinkedHashMap<>();
            List.of("always", "gated", "slow").forEach(name -> all.put(name, consumer(fixture, name)));
            await("all crossings").atMost(seconds + 90L, SECONDS).until(() -> all.keySet().stream()
                    .allMatch(name -> count(fixture, name, ObjectEvent.Type.ended) >= crossings)
                    && Set.of("gated", "slow").stream().allMatch(name -> "GATED".equals(all.get(name).getSessionState())));
            all.forEach((name, consumer) -> {
                List<ObjectEvent> events = events(fixture, name);
                MeasuredRow.write(whole ? "gate" : "gate-short", name, Map.of(
                        "session", Map.of("always", "without a gate", "gated", "`gate=motion`", "slow",
                                "`gate=motion`, the server opens after " + opening + " s").get(name),
                        "seconds", consumer.getConnectedSeconds(), "frames", consumer.getCaptureSent(),
                        "crossed", count(fixture, name, ObjectEvent.Type.crossed)));
                LifeCycles cycles = new LifeCycles();
                cycles.take(events);
                assertThat(events).as(name).filteredOn(event -> event.type() == ObjectEvent.Type.crossed).hasSize(crossings)
                        .allMatch(event -> event.direction() == ObjectEvent.Direction.in);
                assertThat(count(fixture, name, ObjectEvent.Type.appeared)).as(name).isEqualTo(crossings);
                assertThat(fixture.mock(name).getExchanges()).as(name)
                        .noneMatch(each -> "gap".equals(each.getMessage().getHeader(RoboflowWebrtcConstants.EVENT)));
            });
            for (String name : List.of("gated", "slow")) {
                assertThat(events(fixture, name)).extracting(event -> event.time().source()).containsOnly(EventTime.Source.captured);
                assertThat(all.get(name).getGateOpened()).isEqualTo(crossings);
                assertThat(all.get(name).getConnectedSeconds()).isLessThan(all.get("always").getConnectedSeconds() * 2 / 3);
                assertThat(all.get(name).getCaptureSent()).isLessThan(all.get("always").getCaptureSent() * 2 / 3);
                assertThat(all.get(name).getCaptureSpared()).isPositive();
            }
        }
    }

    private static List<ObjectEvent> events(RouteFixture fixture, String name) {
        return fixture.mock(name).getExchanges().stream().map(each -> each.getMessage().getBody()).filter(ObjectEvent.class::isInstance)
                .map(ObjectEvent.class::cast).toList();
    }

    private static long count(RouteFixture fixture, String name, ObjectEvent.Type type) {
        return events(fixture, name).stream().filter(event -> event.type() == type).count();
    }
}
