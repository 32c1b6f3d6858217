package io.github.camelvision.roboflow.webrtc.recipes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.github.camelvision.roboflow.webrtc.bodies.Broker;
import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcComponent;
import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcConsumer;
import io.github.camelvision.roboflow.webrtc.core.detection.Detections;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.objects.ObjectEvent;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.testing.KafkaBroker;
import io.github.camelvision.roboflow.webrtc.testing.RouteFixture;
import io.github.camelvision.roboflow.webrtc.testkit.Playback;
import io.github.camelvision.roboflow.webrtc.testkit.Recording;
import io.github.camelvision.roboflow.webrtc.testkit.Stills;
import java.awt.Color;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Route;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.kafka.KafkaComponent;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each recipe of docs/recipes.adoc does what it says. Recordings are in place of Roboflow's server; the rest is real. */
class RecipesIT {

    private static final Frame STILL = Stills.plain(640, 480, Color.GRAY);

    private final DefaultCamelContext context = new DefaultCamelContext();

    @TempDir
    Path folder;

    @AfterEach
    void stop() {
        context.stop();
    }

    private static InferenceResult result(long frame, String className, double... confidences) {
        var detections = Detections.on(640, 480);
        for (double confidence : confidences) {
            detections.add(className, confidence, 100 * frame, 200, 20, 60);
        }
        return InferenceResult.of(frame, Map.of("predictions", detections.build()));
    }

    /** One frame for each number: how many people are on it. */
    private static Recording people(int... counts) {
        Recording.Builder recording = Recording.builder();
        for (int i = 0; i < counts.length; i++) {
            recording.result(result(i + 1, "person", IntStream.range(0, counts[i]).mapToDouble(n -> 0.9).toArray()));
        }
        return recording.build();
    }

    private static Recording.Builder event(Recording.Builder recording, String rest) {
        return recording.event(() -> ("{\"state\":\"STREAMING\",\"time\":\"2026-11-26T06:00:31Z\"," + rest + "}").getBytes(UTF_8));
    }

    /** Properties as name and value, in turn. */
    private void properties(String... namesAndValues) {
        for (String each : List.of("roboflow.key", "cam.gate3", "cam.line1", "cam.table", "cam.yard", "cam.door", "cam.dock", "video")) {
            context.getPropertiesComponent().addInitialProperty(each, each.startsWith("cam") ? "rtsp://cam.example/1" : "x");
        }
        for (int i = 0; i < namesAndValues.length; i += 2) {
            context.getPropertiesComponent().addInitialProperty(namesAndValues[i], namesAndValues[i + 1]);
        }
    }

    private void start(Playback playback, RouteBuilder routes) throws Exception {
        context.getRegistry().bind("playback", playback);
        context.addRoutes(routes);
        context.addTemplatedRoutes(routes); // as Camel Main and Spring Boot do
        context.start();
    }

    private void start(Recording recording, String yaml) throws Exception {
        context.getRegistry().bind("playback", Playback.of(recording));
        PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.resolveResource(context, "classpath:recipes/" + yaml));
        context.start();
    }

    private MockEndpoint received(String name, int count) {
        MockEndpoint mock = context.getEndpoint("mock:" + name, MockEndpoint.class);
        await(name).atMost(45, SECONDS).untilAsserted(() -> assertThat(mock.getReceivedCounter()).isGreaterThanOrEqualTo(count));
        return mock;
    }

    private List<Path> files(int count) throws IOException {
        await("files").atMost(45, SECONDS).until(() -> list().size() >= count);
        return list();
    }

    private List<Path> list() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> !file.getFileName().toString().startsWith(".")).sorted().toList();
        }
    }

    @Test
    void countPerInterval() throws Exception {
        properties("interval", "1000", "counts.to", "mock:counts");
        start(Playback.of(people(1, 3, 2)), new CountPerInterval());
        assertThat(received("counts", 1).getExchanges().get(0).getMessage().getBody(Integer.class)).isEqualTo(3);
    }

    @Test
    void countsToDatabase() throws Exception {
        JdbcDataSource database = new JdbcDataSource();
        database.setUrl("jdbc:h2:mem:recipes;DB_CLOSE_DELAY=-1");
        try (var connection = database.getConnection(); var statement = connection.createStatement()) {
            statement.execute("create table people (camera varchar(100), frames int, most int)");
        }
        context.getRegistry().bind("dataSource", database);
        properties("interval", "1000");
        start(Playback.of(people(1, 4, 2)), new CountsToDatabase());
        await("a row").atMost(45, SECONDS).untilAsserted(() -> {
            try (var connection = database.getConnection(); var statement = connection.createStatement();
                    var rows = statement.executeQuery("select camera, sum(frames), max(most) from people group by camera")) {
                assertThat(rows.next()).isTrue();
                assertThat(List.of(rows.getString(1), rows.getInt(2), rows.getInt(3))).isEqualTo(List.of("gate-3", 3, 4));
            }
        });
    }

    @Test
    void jpegPerEvent() throws Exception {
        properties("events.folder", folder.toString());
        Recording recording = Recording.builder().pair(result(1, "defect"), STILL).pair(result(2, "defect", 0.9), STILL)
                .pair(result(3, "defect", 0.9), STILL).pair(result(4, "defect", 0.2), STILL).pair(result(5, "defect", 0.7), STILL).build();
        start(Playback.of(recording), new JpegPerEvent());
        assertThat(files(2)).extracting(file -> file.getFileName().toString().replaceFirst("^\\d{8}-\\d{6}-", ""))
                .containsExactlyInAnyOrder("2.jpg", "5.jpg");
        assertThat(Stills.read(list().get(0)).width()).isEqualTo(640);
    }

    @Test
    void framesOfDefects() throws Exception {
        properties("defects.folder", folder.toString());
        start(Recording.builder().pair(result(1, "defect"), STILL).pair(result(2, "defect", 0.9), STILL)
                .pair(result(3, "defect", 0.9), STILL).build(), "frames-of-defects.yaml");
        assertThat(files(2)).hasSize(2).allMatch(file -> file.toString().matches(".*-[23]\\.jpg"));
    }

    @Test
    void router() throws Exception {
        properties("alarms.to", "mock:alarms", "review.to", "mock:review", "good.to", "mock:good");
        start(Recording.of(result(1, "defect", 0.9), result(2, "defect", 0.5), result(3, "part", 0.9), result(4, "defect")), "router.yaml");
        received("good", 2);
        received("alarms", 1).assertIsSatisfied();
        assertThat(received("review", 1).getExchanges().get(0).getMessage().getHeader("CamelRoboflowWebrtcFrameId")).isEqualTo(2L);
    }

    @Test
    void manyCameras() throws Exception {
        properties("cameras", "gate3,door", "results.to", "mock:results");
        start(Playback.of(people(1, 2)), new ManyCameras());
        assertThat(received("results", 4).getExchanges()).extracting(
                each -> each.getMessage().getHeader("CamelRoboflowWebrtcSessionName")).containsOnly("gate3", "door");
    }

    @Test
    void sessionPerSite() throws Exception {
        properties();
        start(Playback.of("site-berlin", people(2)).and("site-paris", people(1)), new SessionPerSite());
        for (Map.Entry<String, Integer> site : Map.of("berlin", 2, "paris", 1).entrySet()) {
            InferenceResult answer = context.createProducerTemplate().requestBodyAndHeaders("direct:frame", STILL,
                    Map.of("site", site.getKey(), "workflow", "people"), InferenceResult.class);
            assertThat(answer.detections().getSize()).isEqualTo(site.getValue());
        }
    }

    @Test
    void askWhenNeeded() throws Exception {
        properties("orders.to", "mock:orders");
        start(Playback.of(people(3)), new AskWhenNeeded());
        context.createProducerTemplate().sendBody("direct:order", "order 4711");
        var order = received("orders", 1).getExchanges().get(0).getMessage();
        assertThat(order.getBody()).isEqualTo("order 4711");
        assertThat(order.getHeader("parts")).isEqualTo(3);
    }

    @Test
    void fallback() throws Exception {
        properties("later.folder", folder.toString());
        start(Playback.of(people(1)), new Fallback());
        var template = context.createProducerTemplate();
        assertThat(template.requestBody("direct:inspect", STILL)).isInstanceOf(InferenceResult.class);
        for (int i = 0; i < 10; i++) {
            assertThat(template.requestBody("direct:inspect", STILL)).isEqualTo("later");
        }
        assertThat(files(10)).hasSize(10);
    }

    @Test
    void deadLetter() throws Exception {
        AtomicInteger attempts = new AtomicInteger();
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:store").errorHandler(noErrorHandler()).process(exchange -> {
                    if (exchange.getMessage().getBody(InferenceResult.class).frameId() == 2) {
                        attempts.incrementAndGet();
                        throw new IllegalStateException("the disk is full");
                    }
                }).to("mock:stored");
            }
        });
        properties("failed.folder", folder.toString(), "results.to", "direct:store");
        start(Playback.of(Recording.of(result(1, "person"), result(2, "person", 0.5), InferenceResult.ofErrors(3, "no model"))),
                new DeadLetter());
        assertThat(files(2)).extracting(file -> file.getFileName().toString()).containsExactly("2.json", "3.json");
        assertThat(attempts).hasValue(4);
        assertThat(list().get(0)).content().contains("person");
        assertThat(received("stored", 1).getReceivedCounter()).isEqualTo(1);
    }

    @Test
    void kafkaDownLive() throws Exception {
        properties("spool.folder", folder.toString(), "kafka.brokers", "127.0.0.1:1");
        AtomicInteger failed = new AtomicInteger();
        context.getManagementStrategy().addEventNotifier(new EventNotifierSupport() {
            @Override
            public void notify(CamelEvent event) {
                if (event instanceof CamelEvent.ExchangeFailedEvent failure && "replay".equals(failure.getExchange().getFromRouteId())) {
                    failed.incrementAndGet();
                }
            }
        });
        start(Playback.of(people(1, 2, 1)), new KafkaDownLive());
        assertThat(files(3)).hasSizeGreaterThanOrEqualTo(3);
        await("a replay that failed").atMost(45, SECONDS).until(() -> failed.get() > 0);
        assertThat(list()).filteredOn(file -> file.toString().endsWith(".json")).hasSize(3);
    }

    @Test
    void kafkaDownFile() throws Exception {
        AtomicInteger attempts = new AtomicInteger();
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:broker").errorHandler(noErrorHandler()).process(exchange -> {
                    if (attempts.incrementAndGet() < 3) {
                        throw new IllegalStateException("the broker is away");
                    }
                }).to("mock:kafka");
            }
        });
        properties("results.to", "direct:broker");
        start(Playback.of(people(1, 2, 3)), new KafkaDownFile());
        assertThat(received("kafka", 3).getExchanges()).extracting(
                each -> each.getMessage().getBody(InferenceResult.class).frameId()).containsExactly(1L, 2L, 3L);
        assertThat(attempts).hasValue(5);
    }

    @Test
    void webhook() throws Exception {
        AtomicInteger posts = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            boolean second = exchange.getRequestHeaders().getFirst("Idempotency-Key").endsWith("-2");
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(second && posts.incrementAndGet() < 3 || !second ? 503 : 204, -1);
            exchange.close();
        });
        server.start();
        try {
            properties("undelivered.folder", folder.toString(),
                    "webhook.url", "http://127.0.0.1:" + server.getAddress().getPort());
            start(Playback.of(Recording.of(result(1, "defect"), result(2, "defect", 0.5), result(3, "defect", 0.5))), new Webhook());
            assertThat(files(1)).hasSize(1).allMatch(file -> file.toString().endsWith("-3.json"));
            assertThat(posts).hasValue(3);
        } finally {
            server.stop(0);
        }
    }

    private static final List<String> TYPES = List.of("appeared", "entered", "count", "occupied", "left", "ended", "count", "empty");

    private static InferenceResult pallet(int frame) {
        return InferenceResult.parse("""
                {"serialized_output_data": {"predictions": {"image": {"width": 640, "height": 480}, "predictions": [
                   {"x": 100, "y": 200, "width": 20, "height": 60, "confidence": 0.9, "class": "pallet"}]}},
                 "video_metadata": {"frame_id": %d, "received_at": "2026-11-26T06:00:0%d"}}""".formatted(frame, frame).getBytes(UTF_8));
    }

    /** A pallet that comes to the dock, and the end. */
    private Recording pallet() throws IOException {
        context.getPropertiesComponent().addInitialProperty("rules", "file:" + Files.writeString(folder.resolve(".rules.json"), """
                {"objects": {"confirmFrames": 1, "updateEvery": 0},
                 "zones": [{"name": "dock", "polygon": [[0, 0], [640, 0], [640, 480], [0, 480]], "settle": 0}]}"""));
        return event(Recording.builder().result(pallet(1)).result(pallet(2)), "\"type\":\"completed\"").build();
    }

    @Test
    void eventsToDatabase() throws Exception {
        JdbcDataSource database = new JdbcDataSource();
        database.setUrl("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        context.getRegistry().bind("dataSource", database);
        AtomicInteger done = new AtomicInteger();
        AtomicInteger tried = new AtomicInteger();
        context.getManagementStrategy().addEventNotifier(new EventNotifierSupport() {
            @Override
            public void notify(CamelEvent event) {
                done.addAndGet(event instanceof CamelEvent.ExchangeCompletedEvent ? 1 : 0);
                tried.addAndGet(event instanceof CamelEvent.ExchangeRedeliveryEvent ? 1 : 0);
            }
        });
        properties();
        start(Playback.of(pallet()), new EventsToDatabase());
        await("the table is missing").atMost(45, SECONDS).until(() -> tried.get() > 1);
        try (var connection = database.getConnection(); var statement = connection.createStatement()) {
            statement.execute("create table events (id varchar(100) primary key, type varchar(20), event clob)");
        }
        await("all").atMost(45, SECONDS).until(() -> done.get() == TYPES.size());
        String route = context.getRoutes().get(0).getId();
        context.getRouteController().stopRoute(route);
        context.getRouteController().startRoute(route);
        await("all again").atMost(45, SECONDS).until(() -> done.get() == 2 * TYPES.size());
        try (var connection = database.getConnection(); var statement = connection.createStatement();
                var rows = statement.executeQuery("select type, event from events")) {
            List<String> types = new ArrayList<>();
            while (rows.next()) {
                types.add(rows.getString(1));
                assertThat(rows.getString(2)).contains("\"type\":\"" + rows.getString(1) + "\"");
            }
            assertThat(types).containsExactlyInAnyOrderElementsOf(TYPES);
        }
    }

    @Test
    void eventsToKafka() throws Exception {
        try (KafkaBroker kafka = new KafkaBroker(Files.createDirectory(folder.resolve("kafka"))).start()) {
            context.getComponent("kafka", KafkaComponent.class).getConfiguration().setBrokers(kafka.address());
            properties();
            start(Playback.of(pallet()), new EventsToKafka());
            await("records").atMost(45, SECONDS).until(() -> kafka.records("objects").size() == TYPES.size());
            for (var each : kafka.records("objects")) {
                ObjectEvent event = ObjectEvent.read(each.value());
                assertThat(each.key()).isEqualTo("dock/" + (event.objectId() == null ? "" : event.objectId()));
            }
        }
    }

    @Test
    void eventsToTopics() throws Exception {
        properties("topics", "mock");
        start(Playback.of(pallet()), new EventsToTopics());
        received("site/dock/empty", 1);
        received("site/dock/count", 2);
        assertThat(received("site/dock/entered", 1).getExchanges().get(0).getMessage().getBody(String.class)).contains("pallet");
    }

    @Test
    void eventsToWebhook() throws Exception {
        List<String> keys = new CopyOnWriteArrayList<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            keys.add(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(503, -1);
            exchange.close();
        });
        server.start();
        try {
            properties("undelivered.folder", folder.toString(), "webhook.url", "http://127.0.0.1:" + server.getAddress().getPort());
            start(Playback.of(pallet()), new EventsToWebhook());
            ObjectEvent event = ObjectEvent.read(Files.readAllBytes(files(1).get(0)));
            assertThat(event.type()).isEqualTo(ObjectEvent.Type.entered);
            assertThat(keys).containsExactly(event.id(), event.id(), event.id(), event.id());
        } finally {
            server.stop(0);
        }
    }

    @Test
    void zone() throws Exception {
        properties("alarms.to", "mock:alarms");
        Detections below = Detections.on(640, 480).add("person", 0.9, 100, 300, 20, 60).build();
        start(Recording.of(result(1, "person", 0.9), InferenceResult.of(2, Map.of("predictions", below))), "zone.yaml");
        assertThat(received("alarms", 1).getExchanges().get(0).getMessage().getHeader("CamelRoboflowWebrtcFrameId")).isEqualTo(2L);
    }

    @Test
    void sample() throws Exception {
        properties("results.to", "mock:results");
        Recording.Builder recording = Recording.builder();
        for (int i = 1; i <= 30; i++) {
            recording.result(result(i, "person"));
        }
        start(recording.pause(Duration.ofMillis(1)).build(), "sample.yaml");
        assertThat(received("results", 1).getReceivedCounter()).isLessThan(30);
    }

    @Test
    void cameraDown() throws Exception {
        Recording.Builder recording = Recording.builder().result(result(1, "person"));
        event(recording, "\"type\":\"disconnected\",\"reason\":\"the server is gone\"");
        event(recording, "\"type\":\"disconnected\",\"reason\":\"connection refused\"");
        event(recording, "\"type\":\"gap\",\"from\":\"2026-11-26T06:00:00Z\",\"reason\":\"the server is gone\"");
        recording.result(result(2, "person"));
        properties("alerts.to", "mock:alerts", "results.to", "mock:results");
        start(Playback.of(recording.build()), new CameraDown());
        received("results", 2);
        assertThat(received("alerts", 2).getExchanges()).extracting(each -> each.getMessage().getBody(String.class))
                .containsExactly("gate-3 is down: the server is gone", "gate-3 is up again after 31 s");
    }

    @Test
    void theKeyComesFromTheEnvironmentOrAFile() throws Exception {
        Path secrets =
                Files.writeString(folder.resolve("roboflow.properties"), "roboflow.key=rf_of_the_file\nfrom.environment={{env:PATH}}\n");
        context.getPropertiesComponent().addLocation("file:" + secrets);
        context.start();
        assertThat(context.resolvePropertyPlaceholders("{{roboflow.key}} {{from.environment}}"))
                .isEqualTo("rf_of_the_file " + System.getenv("PATH"));
    }

    @Test
    void jms() throws Exception {
        try (var broker = new Broker()) {
            context.getRegistry().bind("jms", broker.jms());
            properties();
            start(people(1), "jms.yaml");
            assertThat(broker.receive("people").toString()).contains("\"person\"");
        }
    }

    /** A real session, whose camera is away; it connects all the same when it is opened. */
    @Test
    void openingHours() throws Exception {
        try (RouteFixture fixture = new RouteFixture()) {
            for (Map.Entry<String, String> each : Map
                    .of("cam.yard", "rtsp://127.0.0.1:9/1", "roboflow.key", "k1", "results.to", "mock:trucks",
                            "opens", "5/10 * * * * ?", "closes", "0/10 * * * * ?")
                    .entrySet()) {
                fixture.context().getPropertiesComponent().addInitialProperty(each.getKey(), each.getValue());
            }
            fixture.context().getComponent("roboflow-webrtc", RoboflowWebrtcComponent.class).getConfiguration()
                    .setApiUrl(fixture.workerUrl());
            fixture.routes(new OpeningHours()).start();
            RoboflowWebrtcConsumer consumer = fixture.context().getRoutes().stream().map(Route::getConsumer)
                    .filter(RoboflowWebrtcConsumer.class::isInstance).map(RoboflowWebrtcConsumer.class::cast).findFirst().orElseThrow();
            for (int day = 0; day < 2; day++) {
                await("evening").atMost(45, SECONDS).until(() -> "CLOSED".equals(consumer.getSessionState()));
                await("morning").atMost(45, SECONDS).until(() -> !"CLOSED".equals(consumer.getSessionState()));
            }
        }
    }

    /** Real sessions: a client asks the gateway, the gateway asks the worker. */
    @Test
    void gatewayAndWorkflowOfOnesOwn() throws Exception {
        try (RouteFixture fixture = new RouteFixture()) {
            for (Map.Entry<String, String> each : Map.of("worker.keys", "k1,k2", "roboflow.key", "k1", "server", fixture.workerUrl())
                    .entrySet()) {
                fixture.context().getPropertiesComponent().addInitialProperty(each.getKey(), each.getValue());
            }
            fixture.routes(new BrightnessWorkflow()).routes(new Gateway()).start();
            InferenceResult answer = fixture.context().createProducerTemplate().requestBody(
                    "roboflow-webrtc:asker?apiUrl={{worker.url}}&workspace=acme&workflowId=people&apiKey=k2&replyTimeout=40000", STILL,
                    InferenceResult.class);
            assertThat(answer.field("brightness").asInt()).isBetween(100, 150);
        } catch (CamelExecutionException e) {
            throw new AssertionError(e.getCause());
        }
    }
}
