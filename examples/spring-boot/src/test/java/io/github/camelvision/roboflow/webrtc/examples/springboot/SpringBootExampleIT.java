package io.github.camelvision.roboflow.webrtc.examples.springboot;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelvision.roboflow.webrtc.examples.common.Example;
import io.github.camelvision.roboflow.webrtc.examples.common.testing.ExampleProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Runs the packaged application as a user does. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "run.sh needs bash")
class SpringBootExampleIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path directory;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void predictsShowsItsSessionInTheHealthAndEndsCleanlyOnTermination() throws Exception {
        int port = Example.freePort();
        Path predictions = directory.resolve("predictions.jsonl");
        try (ExampleProcess application = ExampleProcess.start("--seconds", "0", "--port", String.valueOf(port),
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
