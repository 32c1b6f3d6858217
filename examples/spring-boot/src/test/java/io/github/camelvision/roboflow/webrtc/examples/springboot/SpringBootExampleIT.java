package io.github.camelvision.roboflow.webrtc.examples.springboot;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelvision.roboflow.webrtc.examples.common.Example;
import io.github.camelvision.roboflow.webrtc.examples.common.testing.ExampleProcess;
import io.github.camelvision.roboflow.webrtc.examples.common.testing.Jdks;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs the packaged application as a user does, on each long-term Java that is here. {@code .ci/compat} takes a newer Camel. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "run.sh needs bash")
class SpringBootExampleIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path parent;

    private final HttpClient http = HttpClient.newHttpClient();

    @ParameterizedTest(name = "Java {0}")
    @ValueSource(ints = {17, 21, 25})
    void predictsShowsItsSessionInTheHealthAndEndsCleanlyOnTermination(int version) throws Exception {
        Path jdk = Jdks.find(version);
        assumeThat(jdk).as("a JDK %d, in /usr/lib/jvm or where JAVA_HOME_%d points", version, version).isNotNull();
        Path directory = Files.createDirectory(parent.resolve("java-" + version));
        int port = Example.freePort();
        Path predictions = directory.resolve("predictions.jsonl");
        try (ExampleProcess application = ExampleProcess.start(jdk, "--seconds", "0", "--port", String.valueOf(port),
                "--output", directory.toString())) {
            await("the part on the belt").atMost(300, SECONDS).until(() -> !application.script().isAlive()
                    || Files.exists(predictions) && Files.readString(predictions).contains("\"square\""));
            assertThat(application.script().isAlive()).as(application.toString()).isTrue();

            await("health").atMost(30, SECONDS).untilAsserted(() -> {
                JsonNode health = health(port);
                assertThat(health.path("status").asText()).as(health.toString()).isEqualTo("UP");
                assertThat(health.toString()).contains("consumer:camera", "\"conveyor\"");
            });

            assertThat(get(port, "/roboflow-webrtc/").body()).contains("<title>Roboflow WebRTC: live view</title>");
            assertThat(get(port, "/roboflow-webrtc").headers().firstValue("Location")).contains("roboflow-webrtc/");
            assertThat(get(port, "/roboflow-webrtc/app.js").statusCode()).isEqualTo(200);
            String camera = "id=client/conveyor&viewer=test";
            await("live view").atMost(60, SECONDS)
                    .until(() -> get(port, "/roboflow-webrtc/session.json?" + camera).body().contains("square")
                            && get(port, "/roboflow-webrtc/frame.jpg?" + camera).statusCode() == 200);
            assertThat(get(port, "/actuator/prometheus").body()).contains("roboflow_webrtc_predictions_total{")
                    .contains("roboflow_webrtc_worker_frames_processed_total{");

            application.script().destroy();
            assertThat(application.await(120)).as(application.toString()).isZero();
            assertThat(application.out()).last().asString().matches("predictions=\\d+ seconds=\\d+");
            assertThat(application.out()).noneMatch(line -> line.contains(" ERROR "));
        }
        List<String> lines = Files.readAllLines(predictions);
        JsonNode last = JSON.readTree(lines.get(lines.size() - 1));
        assertThat(last.at("/serialized_output_data/predictions/image/width").asInt()).as(last.toString()).isEqualTo(640);
    }

    @Test
    void hasOneVersionOfCamelAndSpringBootInside() throws Exception {
        String jar = System.getenv().getOrDefault("EXAMPLE_JAR", "target/spring-boot-example.jar");
        Pattern name = Pattern.compile("BOOT-INF/lib/(camel|spring-boot)-(?!roboflow-webrtc).*?-(\\d[\\d.]*)\\.jar");
        Map<String, Set<String>> versions = new TreeMap<>();
        try (JarFile file = new JarFile(jar)) {
            file.stream().map(entry -> name.matcher(entry.getName())).filter(Matcher::matches)
                    .forEach(found -> versions.computeIfAbsent(found.group(1), any -> new TreeSet<>()).add(found.group(2)));
        }
        System.out.println("spring-boot example: " + versions);
        assertThat(versions.get("camel")).hasSize(1);
        assertThat(versions.get("spring-boot")).hasSize(1);
        if (System.getenv("EXAMPLE_CAMEL") != null) {
            assertThat(versions.get("camel")).containsExactly(System.getenv("EXAMPLE_CAMEL"));
            assertThat(versions.get("spring-boot")).containsExactly(System.getenv("EXAMPLE_SPRING_BOOT"));
        }
    }

    private HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private JsonNode health(int port) throws IOException, InterruptedException {
        return JSON.readTree(get(port, "/actuator/health").body());
    }

    @Test
    void saysInOneLineWhatIsWrong() throws Exception {
        try (ExampleProcess application = ExampleProcess.start("--port", "many")) {
            assertThat(application.await(60)).as(application.toString()).isEqualTo(1);
            assertThat(application.err()).containsExactly("spring-boot: --port is a number from 1 to 65535, not many");
        }
    }
}
