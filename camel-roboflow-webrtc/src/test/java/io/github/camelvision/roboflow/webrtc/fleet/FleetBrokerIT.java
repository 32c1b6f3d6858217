package io.github.camelvision.roboflow.webrtc.fleet;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcConsumer;
import io.github.camelvision.roboflow.webrtc.testing.KafkaBroker;
import io.github.camelvision.roboflow.webrtc.testing.RouteFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes of a fleet whose broker goes and comes back; {@code -Dbroker.outages} sets how often. */
class FleetBrokerIT {

    private static final int OUTAGES = Integer.getInteger("broker.outages", 1);
    private static final Set<String> ALL = Set.of("cam0", "cam1", "cam2", "cam3");
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int SETTLED = 2;

    /** The last result of a camera, and how many there were. */
    private record Seen(int results, long epoch, long nanos) {}

    @TempDir
    Path folder;
    private final Map<String, Seen> seen = new HashMap<>();
    private int late;
    private KafkaBroker broker;
    private RouteFixture one;
    private RouteFixture other;

    @BeforeEach
    void startBroker() {
        broker = new KafkaBroker(folder).start();
        broker.compactedTopic("cameras", ALL.size());
        ALL.forEach(name -> broker.send("cameras", name.charAt(3) - '0', name, "{\"sourceUri\": \"testsrc2=size=160x120:rate=5\"}"));
    }

    @AfterEach
    void stop() {
        one.context().stop();
        other.context().stop();
        one.close();
        other.close();
        broker.close();
    }

    private void start(String sessionTimeout) throws Exception {
        one = node(sessionTimeout);
        other = node(sessionTimeout);
        await("a half each").atMost(PATIENCE).until(this::shared);
        flow();
    }

    private RouteFixture node(String sessionTimeout) throws Exception {
        RouteFixture fixture = new RouteFixture();
        fixture.routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("roboflow-webrtc-fleet:plant?registry=kafka:cameras&brokers=" + broker.address() + "&assignment=kafka&sessionTimeout="
                        + sessionTimeout + "&source=webcam&deviceFormat=lavfi&apiUrl={{worker.url}}&workspace=test&workflowId=numbers")
                                .routeId("fleet").process(FleetBrokerIT.this::result);
            }
        });
        return fixture.start();
    }

    private synchronized void result(Exchange exchange) {
        String camera = exchange.getMessage().getHeader(FleetConstants.CAMERA, String.class);
        long epoch = exchange.getMessage().getHeader(FleetConstants.EPOCH, Long.class);
        Seen last = seen.getOrDefault(camera, new Seen(0, 0, 0));
        late += epoch < last.epoch() ? 1 : 0;
        seen.put(camera, new Seen(last.results() + 1, epoch, System.nanoTime()));
    }

    private synchronized Map<String, Seen> seen() {
        return Map.copyOf(seen);
    }

    private Map<String, Long> epochs() {
        return seen().entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, last -> last.getValue().epoch()));
    }

    /** Waits for more results of each camera. */
    private void flow() {
        Map<String, Seen> before = seen();
        await("results of all cameras").atMost(PATIENCE).until(() -> ALL.stream().allMatch(name -> seen().containsKey(name)
                && (!before.containsKey(name) || seen().get(name).results() >= before.get(name).results() + 5)));
    }

    private static Map<String, RoboflowWebrtcConsumer> running(RouteFixture node) {
        return ((FleetConsumer) node.context().getRoute("fleet").getConsumer()).running();
    }

    private boolean shared() {
        Set<String> both = new TreeSet<>(running(one).keySet());
        both.addAll(running(other).keySet());
        return both.equals(ALL) && running(one).size() == running(other).size();
    }

    /** It ends long before the nodes would have to give their cameras up. */
    @Test
    void aShortOutageMovesNothingAndInterruptsNothing() throws Exception {
        start("4m");
        Map<String, RoboflowWebrtcConsumer> ofOne = running(one);
        Map<String, RoboflowWebrtcConsumer> ofOther = running(other);
        Map<String, Long> epochs = epochs();
        for (int outage : IntStream.rangeClosed(1, OUTAGES).toArray()) {
            broker.stop();
            flow();
            broker.start();
            String label = "{\"sourceUri\": \"testsrc2=size=160x120:rate=5\", \"labels\": {\"outage\": \"" + outage + "\"}}";
            String touched = running(one).keySet().iterator().next();
            broker.send("cameras", touched.charAt(3) - '0', touched, label);
            await("the registry is read again").atMost(PATIENCE)
                    .until(() -> running(one).containsKey(touched) && running(one).get(touched) != ofOne.get(touched));
            ofOne.put(touched, running(one).get(touched));
            flow();
            assertThat(running(one)).as("outage %d", outage).isEqualTo(ofOne);
            assertThat(running(other)).as("outage %d", outage).isEqualTo(ofOther);
        }
        assertThat(epochs()).isEqualTo(epochs);
    }

    @Test
    void aLongOutageStopsAllCamerasInTimeAndTheyComeBack() throws Exception {
        Duration timeout = Duration.ofSeconds(8);
        start(timeout.toSeconds() + "s");
        int threads = 0;
        double latest = 0;
        double back = 0;
        for (int outage : IntStream.rangeClosed(1, OUTAGES).toArray()) {
            broker.stop();
            long gone = System.nanoTime();
            await("no camera").atMost(PATIENCE).until(() -> running(one).isEmpty() && running(other).isEmpty());
            Map<String, Seen> before = seen();
            latest = Math.max(latest, before.values().stream().mapToLong(last -> last.nanos() - gone).max().orElseThrow() / 1e9);
            assertThat(latest).as("seconds until the last result, outage %d", outage).isLessThan(timeout.toSeconds());
            broker.start();
            long returned = System.nanoTime();
            await("a half each").atMost(PATIENCE).until(this::shared);
            flow();
            back = Math.max(back, (System.nanoTime() - returned) / 1e9);
            before.forEach((name, last) -> assertThat(seen().get(name).epoch()).as("epoch of %s", name).isGreaterThan(last.epoch()));
            if (outage == SETTLED) {
                threads = Thread.activeCount();
            }
        }
        System.out.printf("broker away %d times: the last result after %.1f s of sessionTimeout %d s, all cameras again after %.1f s%n",
                OUTAGES, latest, timeout.toSeconds(), back);
        assertThat(late).as("results of nodes that had lost the camera").isZero();
        if (OUTAGES > SETTLED) {
            int limit = threads + 3;
            await("no more threads").atMost(60, SECONDS).until(() -> Thread.activeCount() <= limit);
        }
    }
}
