package io.github.camelvision.roboflow.webrtc;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcConsumer;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.objects.EventTime;
import io.github.camelvision.roboflow.webrtc.core.objects.LifeCycles;
import io.github.camelvision.roboflow.webrtc.core.objects.ObjectEvent;
import io.github.camelvision.roboflow.webrtc.testing.PaintedFrames;
import io.github.camelvision.roboflow.webrtc.testing.RouteFixture;
import io.github.camelvision.roboflow.webrtc.testing.TestVideos;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A belt with parts whose places are known, through the worker of the same context: every event against the truth. */
class ObjectEventsIT {

    private static final int FRAMES = 450;
    private static final double FPS = 30;
    private static final int PITCH = 150;
    private static final int SPEED = 4;
    private static final int SIZE = 60;
    private static final int WIDTH = 640;
    private static final int LINE = 320;
    private static final int ZONE_FROM = 201;
    private static final int ZONE_TO = 441;
    private static final String RULES =
            """
                    {"objects": {"confirmFrames": 2, "confirmOf": 3, "endAfter": 0.5, "updateEvery": 0},
                     "lines": [{"name": "gate", "from": [%d, 0], "to": [%d, 480], "anchors": "center"}],
                     "zones": [{"name": "bench", "polygon": [[%d, 0], [%d, 0], [%d, 479], [%d, 479]], "anchors": "centerLeft",
                        "settle": 0, "dwell": 1}]}"""
                    .formatted(LINE, LINE, ZONE_FROM, ZONE_TO, ZONE_TO, ZONE_FROM);

    /** Centre of a part in a frame, whose number counts from 1. */
    private static int x(int part, int frame) {
        return SPEED * frame - PITCH * part;
    }

    private static boolean shown(int part, int frame) {
        return x(part, frame) > SIZE / 2 && x(part, frame) < WIDTH - SIZE / 2;
    }

    private static Map<String, Object> belt(Exchange exchange, boolean trackerIds) {
        int frame = PaintedFrames.read(exchange.getMessage().getBody(Frame.class));
        List<Map<String, Object>> predictions = new ArrayList<>();
        for (int part = 0; part * PITCH < SPEED * FRAMES; part++) {
            // now and then the model misses one
            if (shown(part, frame) && (frame + 3 * part) % 11 != 0) {
                Map<String, Object> found = new TreeMap<>(Map.of("x", x(part, frame), "y", 240, "width", SIZE, "height", SIZE,
                        "confidence", 0.9, "class", part % 2 == 0 ? "nut" : "bolt"));
                if (trackerIds) {
                    found.put("tracker_id", part + 1);
                }
                predictions.add(found);
            }
        }
        return Map.of("predictions", Map.of("image", Map.of("width", WIDTH, "height", 480), "predictions", predictions));
    }

    private static RouteBuilder routes(boolean trackerIds, String source, String route) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("roboflow-webrtc-worker:belt?workflowId=belt").process(e -> e.getMessage().setBody(belt(e, trackerIds)));
                from("roboflow-webrtc:north?emit=objects&objectRules=#rules&apiUrl={{worker.url}}&workspace=test&workflowId=belt"
                        + "&reconnect=false" + source).routeId("events").to(route);
            }
        };
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theEventsOfAVideoAreTheTruth(boolean trackerIds) throws Exception {
        try (RouteFixture fixture = new RouteFixture()) {
            fixture.context().getRegistry().bind("rules", RULES);
            fixture.routes(routes(trackerIds, "&emitEvents=true&source=file&sourceUri=" + TestVideos.of(FRAMES).file(), "mock:all"));
            fixture.start();
            MockEndpoint all = fixture.mock("all");
            await("end").atMost(120, SECONDS).until(() -> all.getExchanges().stream()
                    .anyMatch(e -> "completed".equals(e.getMessage().getHeader(RoboflowWebrtcConstants.EVENT))));
            List<Exchange> told = all.getExchanges().stream().filter(e -> e.getMessage().getBody() instanceof ObjectEvent).toList();
            List<ObjectEvent> events = told.stream().map(e -> e.getMessage().getBody(ObjectEvent.class)).toList();
            LifeCycles cycles = new LifeCycles();
            cycles.take(events);
            await("last events").atMost(45, SECONDS).untilAsserted(() -> assertThat(fixture.context().getRoute("events").getConsumer())
                    .isInstanceOfSatisfying(RoboflowWebrtcConsumer.class, consumer -> assertThat(consumer.getObjectsAlive()).isZero()));
            check(events);
            headers(told);
        }
    }

    private static void check(List<ObjectEvent> events) {
        int parts = 0;
        int crossings = 0;
        Map<Integer, ObjectEvent> left = new TreeMap<>();
        events.stream().filter(event -> event.type() == ObjectEvent.Type.left).forEach(event -> left.put(left.size(), event));
        int visits = 0;
        for (int part = 0; part * PITCH < SPEED * FRAMES; part++) {
            int seen = 0;
            int inside = 0;
            boolean before = false;
            boolean crossed = false;
            for (int frame = 1; frame <= FRAMES; frame++) {
                boolean found = shown(part, frame) && (frame + 3 * part) % 11 != 0;
                seen += found ? 1 : 0;
                int edge = x(part, frame) - SIZE / 2;
                inside += edge >= ZONE_FROM && edge <= ZONE_TO ? 1 : 0;
                before |= found && x(part, frame) < LINE;
                crossed |= found && before && x(part, frame) > LINE;
            }
            parts += seen >= 2 ? 1 : 0;
            crossings += crossed ? 1 : 0;
            if (x(part, FRAMES) - SIZE / 2 > ZONE_TO + SPEED) {
                ObjectEvent visit = left.get(visits++);
                assertThat(visit.reason()).isNull();
                // a frame that the model missed may be the first or the last one
                assertThat(visit.seconds()).as("part %d, %d frames in the zone", part, inside).isCloseTo(inside / FPS,
                        within(1.01 / FPS));
            }
        }
        assertThat(count(events, ObjectEvent.Type.appeared)).isEqualTo(parts);
        assertThat(events).filteredOn(event -> event.type() == ObjectEvent.Type.crossed).hasSize(crossings)
                .allMatch(event -> event.direction() == ObjectEvent.Direction.in);
        assertThat(parts).isGreaterThan(8);
        assertThat(crossings).isGreaterThan(7);
        assertThat(events).extracting(event -> event.time().source()).containsOnly(EventTime.Source.frames);
    }

    private static long count(List<ObjectEvent> events, ObjectEvent.Type type) {
        return events.stream().filter(event -> event.type() == type).count();
    }

    private static void headers(List<Exchange> told) {
        Exchange crossed = told.stream().filter(e -> "crossed".equals(e.getMessage().getHeader(RoboflowWebrtcConstants.OBJECT_EVENT)))
                .findFirst().orElseThrow();
        ObjectEvent event = crossed.getMessage().getBody(ObjectEvent.class);
        assertThat(crossed.getMessage().getHeaders())
                .containsEntry(RoboflowWebrtcConstants.SESSION_NAME, "north")
                .containsEntry(RoboflowWebrtcConstants.LINE, "gate")
                .containsEntry(RoboflowWebrtcConstants.OBJECT_CLASS, event.className())
                .containsEntry(RoboflowWebrtcConstants.OBJECT_ID, event.objectId())
                .containsEntry(RoboflowWebrtcConstants.SESSION_ID, event.sessionId())
                .containsEntry(RoboflowWebrtcConstants.FRAME_ID, event.frameId())
                .containsEntry(Exchange.CONTENT_TYPE, "application/json");
        assertThat(crossed.getMessage().getBody(String.class)).startsWith("{\"id\":\"" + event.id()).contains("\"camera\":\"north\"");
        assertThat(ObjectEvent.read(crossed.getMessage().getBody(byte[].class))).isEqualTo(event);
    }

    @Test
    void anEventThatTakesLongHoldsUpTheServerAndNothingIsDropped() throws Exception {
        try (RouteFixture fixture = new RouteFixture()) {
            fixture.context().getRegistry().bind("rules", RULES);
            fixture.routes(routes(true, "&queueSize=1&source=file&sourceUri=" + TestVideos.of(FRAMES).file(), "direct:slow"));
            fixture.routes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:slow").delay(20).syncDelayed().to("mock:slow");
                }
            });
            fixture.start();
            RoboflowWebrtcConsumer consumer = (RoboflowWebrtcConsumer) fixture.context().getRoute("events").getConsumer();
            MockEndpoint slow = fixture.mock("slow");
            await("all events").atMost(120, SECONDS).until(() -> "CLOSED".equals(consumer.getSessionState())
                    && slow.getReceivedCounter() == consumer.getObjectEvents() && consumer.getObjectsAlive() == 0);
            LifeCycles cycles = new LifeCycles();
            cycles.take(slow.getExchanges().stream().map(e -> e.getMessage().getBody(ObjectEvent.class)).toList());
            cycles.over();
            assertThat(consumer.getDropped()).isZero();
            assertThat(consumer.getPredictions()).isEqualTo(FRAMES);
        }
    }

    /** A frame at a time, with one part in the middle of it, as long as the test wants. */
    private static RouteBuilder still(String route) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("roboflow-webrtc-worker:belt?workflowId=belt").process(e -> e.getMessage().setBody(Map.of("predictions",
                        Map.of("image", Map.of("width", WIDTH, "height", 480), "predictions",
                                List.of(Map.of("x", 320, "y", 240, "width", SIZE, "height", SIZE, "confidence", 0.9, "class", "nut"))))));
                from("roboflow-webrtc:north?emit=objects&objectRules=file:{{rules}}&apiUrl={{worker.url}}&workspace=test&workflowId=belt")
                        .routeId("events").to(route);
                from("direct:frames").routeId("frames")
                        .to("roboflow-webrtc:north?apiUrl={{worker.url}}&workspace=test&workflowId=belt");
                from("direct:command").routeId("command").setHeader(RoboflowWebrtcConstants.COMMAND, constant("reloadObjectRules"))
                        .to("roboflow-webrtc:north?apiUrl={{worker.url}}&workspace=test&workflowId=belt");
            }
        };
    }

    private static String zone(String name) {
        return "{\"objects\": {\"updateEvery\": 0}, \"zones\": [{\"name\": \"" + name
                + "\", \"polygon\": [[0, 0], [640, 0], [640, 480], [0, 480]], \"settle\": 0}]}";
    }

    private static void until(RouteFixture fixture, MockEndpoint told, String zone) {
        ProducerTemplate frames = fixture.context().createProducerTemplate();
        await(zone).atMost(45, SECONDS).until(() -> {
            frames.sendBody("direct:frames", PaintedFrames.paint(1, WIDTH, 480));
            return told.getExchanges().stream().anyMatch(e -> "entered".equals(e.getMessage()
                    .getHeader(RoboflowWebrtcConstants.OBJECT_EVENT))
                    && zone.equals(e.getMessage().getHeader(RoboflowWebrtcConstants.ZONE)));
        });
    }

    @Test
    void rulesAreReadAgainByCommandAndJmxAndIdsAreOthersAfterARestart(@TempDir Path directory) throws Exception {
        Path rules = Files.writeString(directory.resolve("rules.json"), zone("first"));
        try (RouteFixture fixture = new RouteFixture()) {
            fixture.context().getPropertiesComponent().addInitialProperty("rules", rules.toString());
            fixture.routes(still("mock:told")).start();
            MockEndpoint told = fixture.mock("told");
            until(fixture, told, "first");
            ProducerTemplate command = fixture.context().createProducerTemplate();
            Files.writeString(rules, zone("second"));
            command.sendBody("direct:command", null);
            until(fixture, told, "second");
            Files.writeString(rules, zone("third"));
            ((RoboflowWebrtcConsumer) fixture.context().getRoute("events").getConsumer()).reloadObjectRules();
            until(fixture, told, "third");
            Files.writeString(rules, "{\"zones\": [{\"name\": \"fourth\"}]}");
            assertThatThrownBy(() -> command.sendBody("direct:command", null)).hasRootCauseInstanceOf(IllegalArgumentException.class)
                    .rootCause().hasMessageContaining("zones[0].polygon");

            Set<String> before = objectIds(told);
            assertThat(before).hasSize(1);
            Files.writeString(rules, zone("fifth"));
            fixture.context().getRouteController().stopRoute("events");
            fixture.context().getRouteController().startRoute("events");
            until(fixture, told, "fifth");
            assertThat(objectIds(told)).hasSize(2).containsAll(before);
            assertThat(told.getExchanges().stream().map(e -> e.getMessage().getBody(ObjectEvent.class).id())).doesNotHaveDuplicates();
        }
    }

    private static Set<String> objectIds(MockEndpoint told) {
        return told.getExchanges().stream().map(e -> e.getMessage().getHeader(RoboflowWebrtcConstants.OBJECT_ID, String.class))
                .filter(Objects::nonNull).collect(Collectors.toSet());
    }

    @Test
    void eventsThatWaitWhenTheRouteStopsReachIt(@TempDir Path directory) throws Exception {
        Path rules = Files.writeString(directory.resolve("rules.json"), zone("dock"));
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch open = new CountDownLatch(1);
        try (RouteFixture fixture = new RouteFixture()) {
            fixture.context().getPropertiesComponent().addInitialProperty("rules", rules.toString());
            fixture.routes(still("direct:held")).routes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:held").routeId("held").process(e -> {
                        first.countDown();
                        assertThat(open.await(60, SECONDS)).isTrue();
                    }).to("mock:told");
                }
            }).start();
            RoboflowWebrtcConsumer consumer = (RoboflowWebrtcConsumer) fixture.context().getRoute("events").getConsumer();
            ProducerTemplate frames = fixture.context().createProducerTemplate();
            await("an event that the route holds").atMost(45, SECONDS).until(() -> {
                frames.sendBody("direct:frames", PaintedFrames.paint(1, WIDTH, 480));
                return first.getCount() == 0;
            });
            // appeared, entered, count, occupied: the first is under way
            assertThat(consumer.getPendingExchangesSize()).isGreaterThanOrEqualTo(3);
            Thread stop = new Thread(() -> {
                try {
                    fixture.context().getRouteController().stopRoute("events", 60, SECONDS);
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            stop.start();
            await("the route stops").atMost(45, SECONDS).until(consumer::isSuspended);
            open.countDown();
            stop.join(SECONDS.toMillis(60));
            assertThat(fixture.mock("told").getExchanges().stream().map(e -> e.getMessage().getBody(ObjectEvent.class).type()))
                    .startsWith(ObjectEvent.Type.appeared, ObjectEvent.Type.entered, ObjectEvent.Type.count, ObjectEvent.Type.occupied)
                    .hasSize((int) consumer.getObjectEvents());
            assertThat(consumer.getObjectEventsLost()).isZero();
        }
    }

    @Test
    void theKameletGivesEventsAsJsonText(@TempDir Path directory) throws Exception {
        Path rules = Files.writeString(directory.resolve("zones.json"), RULES);
        try (RouteFixture fixture = new RouteFixture()) {
            fixture.routes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("roboflow-webrtc-worker:belt?workflowId=belt").process(e -> e.getMessage().setBody(belt(e, false)));
                    from("kamelet:roboflow-webrtc-events-source?source=file&sourceUri=RAW(" + TestVideos.of(160).file()
                            + ")&objectRules=file:" + rules
                            + "&apiUrl={{worker.url}}&apiKey=secret&workspace=test&workflowId=belt").convertBodyTo(String.class)
                                    .to("mock:events");
                }
            }).start();
            MockEndpoint told = fixture.mock("events");
            await().atMost(60, SECONDS).until(() -> told.getExchanges().stream()
                    .anyMatch(each -> "crossed".equals(each.getMessage().getHeader(RoboflowWebrtcConstants.OBJECT_EVENT))));
            assertThat(told.getExchanges()).allSatisfy(each -> assertThat(each.getMessage().getBody(String.class))
                    .startsWith("{\"id\":").contains("\"camera\":\"camera\""));
        }
    }

    @Test
    void oneThreadTellsTheTimeToAllConsumers() throws Exception {
        try (RouteFixture fixture = new RouteFixture()) {
            for (String camera : List.of("north", "south", "east")) {
                fixture.routes(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("roboflow-webrtc:" + camera + "?emit=objects&source=manual&" + RouteFixture.client()).routeId(camera)
                                .to("mock:" + camera);
                    }
                });
            }
            fixture.start();
            await("ticks").atMost(45, SECONDS).until(() -> tickThreads() == 1);
            fixture.context().getRouteController().stopRoute("north");
            assertThat(tickThreads()).as("the others still hear the time").isEqualTo(1);
        }
        await("no ticks").atMost(45, SECONDS).until(() -> tickThreads() == 0);
    }

    private static long tickThreads() {
        return Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().contains("RoboflowWebrtcTicks")).count();
    }
}
