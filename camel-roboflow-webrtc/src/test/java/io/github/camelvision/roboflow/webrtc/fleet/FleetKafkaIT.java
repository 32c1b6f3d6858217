package io.github.camelvision.roboflow.webrtc.fleet;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.camelvision.roboflow.webrtc.RoboflowWebrtcConstants;
import io.github.camelvision.roboflow.webrtc.SessionEvent;
import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcConsumer;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.testing.KafkaBroker;
import io.github.camelvision.roboflow.webrtc.testing.PaintedFrames;
import io.github.camelvision.roboflow.webrtc.testing.RouteFixture;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.kafka.KafkaConstants;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that share the cameras of a topic, over a real broker. */
class FleetKafkaIT {

    private static final int PARTITIONS = 4;
    private static final int FRAMES = 10;
    private static final Set<String> ALL = Set.of("cam0", "cam1", "cam2", "cam3", "cam4", "cam5", "cam6", "cam7");

    @TempDir
    static Path folder;
    private static KafkaBroker broker;

    @BeforeAll
    static void startBroker() {
        broker = new KafkaBroker(folder).start();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    private static int partition(String name) {
        return (name.charAt(3) - '0') % PARTITIONS;
    }

    private static void list(String topic) {
        broker.compactedTopic(topic, PARTITIONS);
        ALL.forEach(name -> broker.send(topic, partition(name), name, "{}"));
    }

    private static RouteFixture node(String topic, String more) throws Exception {
        return node(topic, more, "mock:all");
    }

    private static RouteFixture node(String topic, String more, String results) throws Exception {
        RouteFixture fixture = new RouteFixture();
        fixture.routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("roboflow-webrtc-fleet:plant?registry=kafka:" + topic + "&brokers=" + broker.address() + "&assignment=kafka&groupId="
                        + topic + more + "&source=manual&lossless=true&replyTimeout=60s&apiUrl={{worker.url}}&workspace=test"
                        + "&workflowId=numbers&emitEvents=true").routeId("fleet").choice()
                                .when(header(RoboflowWebrtcConstants.EVENT).isNotNull()).to("mock:events").otherwise().to(results);
                // as docs/fleet.adoc has it
                from("direct:topic").setHeader(KafkaConstants.KEY, header(FleetConstants.CAMERA))
                        .setHeader("epoch", simple("${header." + FleetConstants.EPOCH + "}", String.class))
                        .process(each -> each.getMessage().setBody(each.getMessage().getBody(InferenceResult.class).json()))
                        .to("kafka:" + topic + "-results?brokers=" + broker.address()
                                + "&valueSerializer=org.apache.kafka.common.serialization.ByteArraySerializer")
                        .to("mock:all");
            }
        });
        fixture.start();
        return fixture;
    }

    private static Map<String, RoboflowWebrtcConsumer> running(RouteFixture node) {
        return ((FleetConsumer) node.context().getRoute("fleet").getConsumer()).running();
    }

    private static Exchange answer(RouteFixture node, String camera, int number) {
        int before = node.mock("all").getReceivedCounter();
        node.context().createProducerTemplate().sendBody("roboflow-webrtc:" + camera, PaintedFrames.paint(number, 320, 240));
        await("answer of " + camera).atMost(45, SECONDS).until(() -> node.mock("all").getReceivedCounter() > before);
        return new ArrayList<>(node.mock("all").getExchanges()).get(before);
    }

    private static List<SessionEvent> gaps(RouteFixture node) {
        return node.mock("events").getExchanges().stream().map(each -> each.getMessage().getBody(SessionEvent.class))
                .filter(event -> event.type() == SessionEvent.Type.gap).toList();
    }

    /** What was missed of a camera before this node had it in this epoch. */
    private static SessionEvent gap(RouteFixture node, String camera, long epoch) {
        return await("gap of " + camera).atMost(45, SECONDS).until(() -> node.mock("events").getExchanges().stream()
                .filter(each -> camera.equals(each.getMessage().getHeader(FleetConstants.CAMERA)) && epoch(each) == epoch)
                .map(each -> each.getMessage().getBody(SessionEvent.class)).filter(event -> event.type() == SessionEvent.Type.gap)
                .findFirst(), Optional::isPresent).orElseThrow();
    }

    private static long epoch(Exchange exchange) {
        return exchange.getMessage().getHeader(FleetConstants.EPOCH, Long.class);
    }

    /** Whether the nodes have all cameras, each one once. */
    private static boolean shared(RouteFixture one, RouteFixture other) {
        Set<String> both = new TreeSet<>(running(one).keySet());
        both.addAll(running(other).keySet());
        return both.equals(ALL) && running(one).size() == ALL.size() / 2 && running(other).size() == ALL.size() / 2;
    }

    /** All of them end before any of them is asked whether its threads have. */
    private record Nodes(RouteFixture one, RouteFixture other) implements AutoCloseable {

        @Override
        public void close() {
            other.context().stop();
            one.close();
            other.close();
        }
    }

    @Test
    void camerasMoveByPartitionAndCloseBeforeTheyOpenElsewhere() throws Exception {
        list("moves");
        Instant first = Instant.now();
        RouteFixture one = node("moves", "&sessionTimeout=30s");
        await("all").atMost(45, SECONDS).until(() -> running(one).keySet().equals(ALL));
        Map<String, RoboflowWebrtcConsumer> before = running(one);
        assertThat(epoch(answer(one, "cam0", 1))).isEqualTo(1);
        RouteFixture other = node("moves", "&sessionTimeout=30s");
        try (Nodes both = new Nodes(one, other)) {
            await("a half each").atMost(45, SECONDS).until(() -> {
                // the taker first: what runs there has stopped here before
                Set<String> twice = new TreeSet<>(running(other).keySet());
                twice.retainAll(running(one).keySet());
                assertThat(twice).as("cameras of both nodes").isEmpty();
                return shared(one, other);
            });
            running(one).forEach((name, consumer) -> assertThat(consumer).isSameAs(before.get(name)));
            String moved = running(other).keySet().iterator().next();
            assertThat(epoch(answer(other, moved, 2))).isEqualTo(2);
            SessionEvent gap = gap(other, moved, 2);
            assertThat(gap.from()).isBetween(first, gap.time());
            assertThat(gap.sessionId()).isNull();
            String kept = running(one).keySet().iterator().next();
            assertThat(epoch(answer(one, kept, 3))).isEqualTo(1);
            assertThat(gaps(one)).as("the first owner has none").isEmpty();
            other.context().stop();
            await("all again").atMost(45, SECONDS).until(() -> running(one).keySet().equals(ALL));
            assertThat(epoch(answer(one, moved, 4))).isEqualTo(3);
            assertThat(gap(one, moved, 3).from()).isAfter(gap.from());
            assertThat(gaps(one)).hasSize(ALL.size() / 2);
            broker.send("moves", partition(moved), "new", "{}");
            await("the new one").atMost(45, SECONDS).until(() -> running(one).containsKey("new"));
            answer(one, "new", 5);
            assertThat(gaps(one)).as("a camera that is new had no owner").hasSize(ALL.size() / 2);
        }
    }

    @Test
    void aNodeThatDoesNotHearOfKafkaStopsItsCamerasAndComesBack() throws Exception {
        list("silence");
        try (RouteFixture node = node("silence", "&sessionTimeout=6s")) {
            await("all").atMost(45, SECONDS).until(() -> running(node).keySet().equals(ALL));
            long epoch = epoch(answer(node, "cam3", 1));
            assertThat(epoch).isPositive();
            broker.stop();
            await("none").atMost(45, SECONDS).until(() -> running(node).isEmpty());
            broker.start();
            await("all again").atMost(45, SECONDS).until(() -> running(node).keySet().equals(ALL));
            assertThat(epoch(answer(node, "cam3", 2))).isGreaterThan(epoch);
        }
    }

    @Test
    void aStaticMemberThatRestartsHasItsCamerasAgain() throws Exception {
        list("static");
        RouteFixture one = node("static", "&groupInstanceId=a&sessionTimeout=30s");
        RouteFixture other = node("static", "&groupInstanceId=b&sessionTimeout=30s");
        try (Nodes both = new Nodes(one, other)) {
            await("a half each").atMost(45, SECONDS).until(() -> shared(one, other));
            Map<String, RoboflowWebrtcConsumer> kept = running(one);
            Set<String> had = running(other).keySet();
            other.context().getRouteController().stopRoute("fleet");
            assertThat(running(other)).isEmpty();
            other.context().getRouteController().startRoute("fleet");
            await("its own again").atMost(45, SECONDS).until(() -> running(other).keySet().equals(had));
            assertThat(running(one)).isEqualTo(kept);
            assertThat(epoch(answer(other, had.iterator().next(), 2))).isGreaterThanOrEqualTo(2);
        }
    }

    @Test
    void resultsInATopicKeepTheOrderOfTheirCameraAndOwnersAreToldApart() throws Exception {
        list("order");
        broker.compactedTopic("order-results", PARTITIONS);
        RouteFixture one = node("order", "&sessionTimeout=30s", "direct:topic");
        await("all").atMost(45, SECONDS).until(() -> running(one).keySet().equals(ALL));
        send(Map.of(one, ALL), 1);
        RouteFixture other = node("order", "&sessionTimeout=30s", "direct:topic");
        try (Nodes both = new Nodes(one, other)) {
            await("a half each").atMost(45, SECONDS).until(() -> shared(one, other));
            Set<String> moved = running(other).keySet();
            send(Map.of(one, running(one).keySet(), other, moved), FRAMES + 1);
            Map<String, List<String>> told = new TreeMap<>();
            broker.records("order-results").forEach(result -> told.computeIfAbsent(result.key(), first -> new ArrayList<>())
                    .add(InferenceResult.parse(result.value()).field("number").asInt() + " of epoch "
                            + new String(result.headers().lastHeader("epoch").value(), StandardCharsets.UTF_8)));
            assertThat(told.keySet()).isEqualTo(ALL);
            told.forEach((camera, results) -> assertThat(results).as(camera).isEqualTo(IntStream.rangeClosed(1, 2 * FRAMES)
                    .mapToObj(n -> n + " of epoch " + (n > FRAMES && moved.contains(camera) ? 2 : 1)).toList()));
        }
    }

    /** Sends frames to all cameras, in turn, and waits for the results. */
    private static void send(Map<RouteFixture, Set<String>> cameras, int first) {
        Map<RouteFixture, Integer> wanted = new HashMap<>();
        cameras.forEach((node, names) -> wanted.put(node, node.mock("all").getReceivedCounter() + names.size() * FRAMES));
        for (int n = first; n < first + FRAMES; n++) {
            int number = n;
            cameras.forEach((node, names) -> names.forEach(name -> node.context().createFluentProducerTemplate()
                    .to("roboflow-webrtc:" + name).withBody(PaintedFrames.paint(number, 320, 240)).send()));
        }
        wanted.forEach((node, count) -> await("results").atMost(60, SECONDS)
                .until(() -> node.mock("all").getReceivedCounter() == count));
    }

    /** The group would wait for it for longer than this test does. */
    @Test
    void aStaticMemberThatIsRemovedGivesItsCamerasAtOnce() throws Exception {
        list("removed");
        RouteFixture one = node("removed", "&groupInstanceId=a&sessionTimeout=25m");
        RouteFixture other = node("removed", "&groupInstanceId=b&sessionTimeout=25m");
        try (Nodes both = new Nodes(one, other)) {
            await("a half each").atMost(45, SECONDS).until(() -> shared(one, other));
            Map<String, RoboflowWebrtcConsumer> kept = running(one);
            FleetConsumer fleet = (FleetConsumer) one.context().getRoute("fleet").getConsumer();
            assertThatThrownBy(() -> fleet.removeNode("a")).hasMessageContaining("a is this node");
            assertThatThrownBy(() -> fleet.removeNode("c")).hasMessageContaining("did not remove the member c");
            other.context().getRouteController().stopRoute("fleet");
            removeByJmx(one, "b");
            await("all").atMost(45, SECONDS).until(() -> running(one).keySet().equals(ALL));
            assertThat(running(one)).containsAllEntriesOf(kept);
        }
    }

    private static void removeByJmx(RouteFixture node, String member) throws Exception {
        MBeanServer beans = node.context().getManagementStrategy().getManagementAgent().getMBeanServer();
        ObjectName fleet = beans.queryNames(new ObjectName("org.apache.camel:context=" + node.context().getManagementName()
                + ",type=consumers,name=*Fleet*"), null).iterator().next();
        beans.invoke(fleet, "removeNode", new Object[] {member}, new String[] {String.class.getName()});
    }
}
