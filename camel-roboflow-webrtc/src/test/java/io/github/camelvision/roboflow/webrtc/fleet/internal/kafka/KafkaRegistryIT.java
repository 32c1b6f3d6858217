package io.github.camelvision.roboflow.webrtc.fleet.internal.kafka;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.camelvision.roboflow.webrtc.fleet.ToldCameras;
import io.github.camelvision.roboflow.webrtc.testing.KafkaBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaRegistryIT {

    @TempDir
    static Path folder;
    private static KafkaBroker broker;

    private final ToldCameras told = new ToldCameras();

    @BeforeAll
    static void startBroker() {
        broker = new KafkaBroker(folder).start();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    private KafkaRegistry registry(String topic, Map<String, Object> properties) {
        return new KafkaRegistry(new KafkaAccess("plant", topic, broker.address(), properties), Duration.ofMillis(100));
    }

    private void awaitState(String state) {
        await(state).atMost(45, SECONDS).until(told::state, state::equals);
    }

    @Test
    void tellsWhatTheTopicHasAndEachChange() {
        broker.compactedTopic("cameras", 3);
        broker.send("cameras", 0, "north", "{\"labels\": {\"line\": \"a\"}}");
        broker.send("cameras", 2, "south", "labels: {line: b}");
        broker.send("cameras", 1, "gone", "{}");
        broker.send("cameras", 1, "gone", null);
        broker.send("cameras", 1, "wrong", "[]");
        KafkaRegistry registry = registry("cameras", Map.of());
        registry.start(told);
        try {
            awaitState("[north, south] [wrong] null");
            assertThat(told.camera("south").labels()).containsEntry("line", "b");
            broker.send("cameras", 1, "wrong", "{}");
            broker.send("cameras", 0, "north", null);
            broker.send("cameras", 2, "south", "{\"enabled\": false}");
            awaitState("[south, wrong] [] null");
            await("disabled").atMost(45, SECONDS).until(() -> !told.camera("south").enabled());
        } finally {
            registry.stop();
        }
        assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
                .doesNotContain("roboflow-webrtc-fleet-registry-plant");
        broker.send("cameras", 0, "late", "{}");
        assertThat(told.state()).isEqualTo("[south, wrong] [] null");
    }

    @Test
    void isReadOnWhateverWasThrown() {
        broker.compactedTopic("failing", 1);
        broker.send("failing", 0, "north", "{}");
        KafkaRegistry registry = registry("failing", Map.of());
        registry.start(told);
        try {
            awaitState("[north] [] null");
            told.fail(1);
            broker.send("failing", 0, "south", "{}");
            await("told").atMost(45, SECONDS).until(() -> told.state().contains("south"));
            broker.send("failing", 0, "east", "{}");
            awaitState("[east, north, south] [] null");
        } finally {
            registry.stop();
        }
    }

    @Test
    void camerasStayWhileKafkaIsAway() {
        broker.compactedTopic("outage", 1);
        broker.send("outage", 0, "north", "{}");
        KafkaRegistry registry = registry("outage", Map.of("default.api.timeout.ms", 1_000, "request.timeout.ms", 500));
        registry.start(told);
        try {
            awaitState("[north] [] null");
            broker.stop();
            await("told").atMost(45, SECONDS)
                    .until(() -> told.state()
                            .startsWith("[north] [] The registry kafka:outage at " + broker.address() + " cannot be read: "));
            broker.start();
            awaitState("[north] [] null");
            broker.send("outage", 0, "south", "{}");
            awaitState("[north, south] [] null");
        } finally {
            registry.stop();
        }
    }

    @Test
    void aTopicThatIsMadeAnewIsReadFromItsBeginning() {
        broker.compactedTopic("anew", 1);
        broker.send("anew", 0, "north", "{}");
        broker.send("anew", 0, "south", "{}");
        KafkaRegistry registry = registry("anew", Map.of("default.api.timeout.ms", 2_000, "request.timeout.ms", 1_000));
        registry.start(told);
        try {
            awaitState("[north, south] [] null");
            broker.deleteTopic("anew");
            broker.compactedTopic("anew", 1);
            broker.send("anew", 0, "east", "{}");
            awaitState("[east] [] null");
        } finally {
            registry.stop();
        }
    }

    @Test
    void whatCannotBeReadFailsTheStartAndSaysWhy() {
        KafkaRegistry missing = registry("missing", Map.of());
        assertThatThrownBy(() -> missing.start(told)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The registry kafka:missing at " + broker.address() + " cannot be read: there is no such topic; make it with "
                        + "cleanup.policy=compact");
        KafkaRegistry wrong = registry("cameras", Map.of("security.protocol", "S3CRET"));
        assertThatThrownBy(() -> wrong.start(told)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("The registry kafka:cameras at ").hasMessageContaining("security.protocol");
        missing.stop();
        assertThatThrownBy(() -> new KafkaAccess("plant", "cameras", null, Map.of()))
                .hasMessage("registry=kafka:cameras needs the option brokers, for instance brokers=kafka-1:9092,kafka-2:9092");
        assertThat(new KafkaAccess("plant", "cameras", "b:1", Map.of("sasl.jaas.config", "s3cret")))
                .hasToString("kafka:cameras at b:1");
    }
}
