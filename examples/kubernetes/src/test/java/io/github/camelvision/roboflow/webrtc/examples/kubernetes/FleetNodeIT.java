package io.github.camelvision.roboflow.webrtc.examples.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.examples.common.Example;
import io.github.camelvision.roboflow.webrtc.examples.kafka.EmbeddedBroker;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The image's command with the files and variables of the manifests, as a pod has them, with a broker and a worker of this process. */
class FleetNodeIT {

    static final String METERS = "/observe/metrics";

    private static final String POD = "fleet-static-0";
    private static final String KEY = "key-of-this-test";
    private static final Duration TIMEOUT = Duration.ofSeconds(120);
    private static final String CAMERA = "{\"source\": \"webcam\", \"deviceFormat\": \"lavfi\", "
            + "\"sourceUri\": \"testsrc2=size=320x240:rate=5\"}";

    @TempDir
    private Path directory;

    private final HttpClient http = HttpClient.newHttpClient();
    private final int management = Example.freePort();
    private EmbeddedBroker broker;
    private Main worker;
    private String server;
    private Process process;

    @BeforeEach
    void start() throws Exception {
        broker = new EmbeddedBroker(directory);
        try (Admin admin = Admin.create(kafka())) {
            admin.createTopics(List.of(new NewTopic("cameras", 2, (short) 1).configs(Map.of("cleanup.policy", "compact")),
                    new NewTopic("results", 1, (short) 1))).all().get();
        }
        int port = Example.freePort();
        worker = Example.camel("worker", port, new RouteBuilder() {
            @Override
            public void configure() {
                from("roboflow-webrtc-worker:sizes?workflowId=find-pallets&apiKeys=" + KEY).process(exchange -> {
                    Frame frame = exchange.getMessage().getBody(Frame.class);
                    exchange.getMessage().setBody(Map.of("size", frame.width() + "x" + frame.height()));
                });
            }
        });
        worker.start();
        server = "http://127.0.0.1:" + port;
    }

    /** Starts what Kubernetes would, with addresses of this machine. */
    private void start(HasMetadata workload, String brokers) throws IOException {
        Path config = Files.createDirectory(directory.resolve("config"));
        for (String file : List.of("application.properties", "routes.yaml", "log4j2.properties")) {
            Files.writeString(config.resolve(file), Manifests.application(file).replace("/etc/fleet", config.toString())
                    .replaceFirst("management\\.port=\\d+", "management.port=" + management));
        }
        Path temporary = Files.createDirectory(directory.resolve("tmp"));
        List<String> command = new ArrayList<>(Manifests.command());
        assertThat(command.get(0)).isEqualTo("java");
        command.set(0, Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.replaceAll(word -> word.replace("/etc/fleet", config.toString())
                .replace("/app/lib", Path.of("target/lib").toAbsolutePath().toString()).replace("=/tmp", "=" + temporary));
        ProcessBuilder builder = new ProcessBuilder(command).directory(temporary.toFile());
        builder.environment().clear();
        Manifests.node(workload).getEnv().forEach(variable -> builder.environment().put(variable.getName(),
                variable.getValueFrom().getSecretKeyRef() != null ? KEY : POD));
        builder.environment().putAll(Map.of("FLEET_BROKERS", brokers, "FLEET_API_URL", server));
        process = builder.redirectErrorStream(true).redirectOutput(log().toFile()).start();
    }

    private Path log() {
        return directory.resolve("node.log");
    }

    @AfterEach
    void stop() throws Exception {
        if (process != null) {
            process.destroyForcibly().waitFor();
        }
        worker.stop();
        broker.close();
    }

    static Stream<HasMetadata> workloads() {
        return ManifestsTest.workloads();
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void aPodSendsResultsAnswersItsProbesHasTheAutoscalersMeterAndEndsInTime(HasMetadata workload) throws Exception {
        Container node = Manifests.node(workload);
        start(workload, broker.address());
        eventually(() -> assertThat(get(node, "startup").statusCode()).isEqualTo(200));
        eventually(() -> assertThat(get(node, "readiness").statusCode()).as("without cameras").isEqualTo(200));

        try (KafkaProducer<String, String> cameras = new KafkaProducer<>(settings(), new StringSerializer(), new StringSerializer())) {
            cameras.send(new ProducerRecord<>("cameras", 0, "north", CAMERA)).get();
            cameras.send(new ProducerRecord<>("cameras", 1, "south", CAMERA)).get();
        }
        Set<String> seen = new TreeSet<>();
        try (KafkaConsumer<String, String> results = results()) {
            eventually(() -> {
                results.poll(Duration.ofMillis(200)).forEach(result -> {
                    assertThat(result.value()).contains("320x240");
                    assertThat(new String(result.headers().lastHeader("epoch").value(), StandardCharsets.UTF_8)).isEqualTo("1");
                    seen.add(result.key());
                });
                assertThat(seen).containsExactly("north", "south");
            });
        }
        assertThat(get(node, "readiness").statusCode()).isEqualTo(200);
        assertThat(get(node, "liveness").statusCode()).isEqualTo(200);
        assertThat(ask(METERS).body().lines().filter(line -> line.startsWith(ManifestsTest.METER + "{") && line.endsWith(" 1.0")))
                .as("sessions").hasSize(2);
        try (Admin admin = Admin.create(kafka())) {
            assertThat(admin.describeConsumerGroups(List.of("plant")).all().get().get("plant").members()).singleElement()
                    .satisfies(member -> assertThat(member.groupInstanceId())
                            .isEqualTo(workload instanceof StatefulSet ? Optional.of(POD) : Optional.empty()));
        }

        process.destroy(); // SIGTERM
        assertThat(process.waitFor(Manifests.pod(workload).getSpec().getTerminationGracePeriodSeconds(), TimeUnit.SECONDS))
                .as("it ended: " + Files.readString(log())).isTrue();
        assertThat(Files.readString(log())).doesNotContain(KEY, " ERROR ");
    }

    /** So that Kubernetes starts it again. */
    @Test
    void aPodWithoutKafkaEnds() throws Exception {
        start(Manifests.only("static.yaml", StatefulSet.class), "127.0.0.1:" + Example.freePort());
        assertThat(process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).as("it ended: " + Files.readString(log())).isTrue();
        assertThat(process.exitValue()).isNotZero();
    }

    private HttpResponse<String> get(Container node, String probe) throws IOException, InterruptedException {
        return ask(ManifestsTest.path(node, probe));
    }

    private HttpResponse<String> ask(String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + management + path)).timeout(TIMEOUT).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private void eventually(Condition condition) {
        await().atMost(TIMEOUT).ignoreExceptionsInstanceOf(IOException.class)
                .failFast(() -> assertThat(process.isAlive()).as(Manifests.text(log())).isTrue()).untilAsserted(condition::check);
    }

    /** Throws until it holds. */
    @FunctionalInterface
    private interface Condition {

        void check() throws Exception;
    }

    private Map<String, Object> kafka() {
        return Map.of("bootstrap.servers", broker.address());
    }

    private Properties settings() {
        Properties settings = new Properties();
        settings.putAll(kafka());
        return settings;
    }

    private KafkaConsumer<String, String> results() {
        Properties settings = settings();
        settings.put("group.id", "check");
        settings.put("auto.offset.reset", "earliest");
        KafkaConsumer<String, String> results = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
        results.subscribe(List.of("results"));
        return results;
    }
}
