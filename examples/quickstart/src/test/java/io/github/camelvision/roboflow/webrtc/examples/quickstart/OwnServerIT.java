package io.github.camelvision.roboflow.webrtc.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.examples.common.Example;
import io.github.camelvision.roboflow.webrtc.examples.common.testing.ExampleProcess;
import io.github.camelvision.roboflow.webrtc.testing.PythonPeer;
import io.github.camelvision.roboflow.webrtc.testing.TestVideos;
import io.github.camelvision.roboflow.webrtc.testkit.Recording;
import java.io.OutputStream;
import java.net.BindException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code run.sh --server}: the quickstart as a client of a server that is not its own. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "run.sh needs bash")
class OwnServerIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String KEY = "k3y-of-nobody";
    private static final int FRAMES = 30;

    @TempDir
    private static Path directory;

    @Test
    void aFileThroughThisComponentsWorkerKeepsEachOutput() throws Exception {
        Path video = TestVideos.of(FRAMES).file();
        Main worker = worker();
        try (ExampleProcess quickstart = ExampleProcess.start(Map.of(OwnServer.KEY, KEY), "--server", url(worker), "--workspace", "acme",
                "--workflow", "sizes", "--source", video.toString(), "--output", directory.resolve("file").toString(),
                "--record", directory.resolve("recorded").toString())) {
            assertThat(quickstart.await(120)).as(quickstart.toString()).isZero();
            assertThat(quickstart.out()).last().asString()
                    .matches("frames=%d predictions=%d lost=0 seconds=\\d+\\.\\d".formatted(FRAMES, FRAMES));
            assertThat(quickstart.err()).contains("workflow acme/sizes of " + url(worker) + " on " + video + " (640x480, 30.0 fps)")
                    .anyMatch(line -> line.startsWith("first prediction: outputs [width], 0 detections"))
                    .noneMatch(line -> line.contains(KEY));
        } finally {
            worker.stop();
        }
        List<String> lines = Files.readAllLines(directory.resolve("file/predictions.jsonl"));
        assertThat(lines).hasSize(FRAMES);
        assertThat(JSON.readTree(lines.get(0)).at("/outputs/width").asInt()).isEqualTo(640);
        String recording = Files.readString(directory.resolve("recorded/quickstart.jsonl"));
        assertThat(recording).contains("\"width\"").doesNotContain(KEY);
        assertThat(Recording.read(directory.resolve("recorded/quickstart.jsonl")).toString()).isNotEmpty();
    }

    @Test
    void aWrongKeyAWrongWorkflowAndADeadServerAreOneSentenceEach() throws Exception {
        Path video = TestVideos.of(5).file();
        Main worker = worker();
        String server = url(worker);
        try {
            fails(Map.of(OwnServer.KEY, "wr0ng"), "status 401: .*apiKey.*", "--server", server, "--workspace", "acme", "--workflow",
                    "sizes", "--source", video.toString());
            fails(Map.of(OwnServer.KEY, KEY), "status 404: .*sizes.*", "--server", server, "--workspace", "acme", "--workflow", "colours",
                    "--source", video.toString());
            fails(Map.of(OwnServer.KEY, KEY), ".*modelId needs taskType.*", "--server", server, "--model", "rfdetr-nano", "--source",
                    video.toString());
        } finally {
            worker.stop();
        }
        fails(Map.of(OwnServer.KEY, KEY), "the connection was refused.*", "--server", server, "--workspace", "acme", "--workflow", "sizes",
                "--source", video.toString());
    }

    private static void fails(Map<String, String> environment, String message, String... args) throws Exception {
        try (ExampleProcess quickstart = ExampleProcess.start(environment, args)) {
            assertThat(quickstart.await(90)).as(quickstart.toString()).isEqualTo(1);
            assertThat(quickstart.err()).last().asString().startsWith("quickstart: ").containsPattern(message);
            assertThat(quickstart.err()).noneMatch(line -> line.startsWith("\tat ") || line.contains(KEY) || line.contains("wr0ng"));
        }
    }

    /** Debian's {@code script} gives the program a terminal. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void aTerminalIsAskedForTheKeyWhichIsNotShown() throws Exception {
        PythonPeer.assumeAvailable();
        Path output = directory.resolve("asked");
        Path video = TestVideos.of(FRAMES).file();
        try (PythonPeer server = PythonPeer.worker("--api-key", KEY)) {
            ProcessBuilder builder = new ProcessBuilder("script", "-qec", "bash run.sh --server " + server.httpUrl()
                    + " --workspace acme --workflow numbers --source " + video + " --output " + output, "/dev/null");
            builder.environment().put("EXAMPLE_BUILT", "yes");
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            builder.environment().remove(OwnServer.KEY);
            Path shown = directory.resolve("shown.txt");
            Process process = builder.redirectErrorStream(true).redirectOutput(shown.toFile()).start();
            try (OutputStream terminal = process.getOutputStream()) {
                await().atMost(Duration.ofSeconds(30)).until(() -> Files.readString(shown).contains("API key"));
                terminal.write((KEY + "\n").getBytes(StandardCharsets.UTF_8));
                terminal.flush();
                assertThat(process.waitFor(120, TimeUnit.SECONDS)).as(Files.readString(shown)).isTrue();
            } finally {
                process.destroyForcibly();
            }
            assertThat(Files.readString(shown)).contains("frames=30 predictions=30 lost=0").doesNotContain(KEY);
        }
        assertThat(Files.readAllLines(output.resolve("predictions.jsonl"))).hasSize(FRAMES);
    }

    /** A camera without a line of Java: read here, seen in the page. */
    @Test
    void aCameraIsReadHereAndShownInThePage() throws Exception {
        PythonPeer.assumeAvailable();
        PythonPeer.assumeRtspAvailable();
        Path output = directory.resolve("camera");
        try (PythonPeer server = PythonPeer.worker(); PythonPeer camera = PythonPeer.rtspServer();
                ExampleProcess quickstart = ExampleProcess.start("--server", server.httpUrl(), "--workspace", "acme", "--workflow",
                        "numbers", "--source", camera.rtspUrl(), "--output", output.toString())) {
            String page = "what it sees: ";
            await().atMost(Duration.ofSeconds(60)).until(() -> quickstart.err().stream().anyMatch(line -> line.startsWith(page)));
            String address = quickstart.err().stream().filter(line -> line.startsWith(page)).findFirst().orElseThrow()
                    .substring(page.length());
            await().atMost(Duration.ofSeconds(45))
                    .until(() -> quickstart.err().stream().anyMatch(line -> line.startsWith("first prediction")));
            HttpClient http = HttpClient.newHttpClient();
            await().atMost(Duration.ofSeconds(45)).until(() -> http.send(HttpRequest.newBuilder(
                    URI.create(address + "frame.jpg?id=client/quickstart&viewer=test")).build(), HttpResponse.BodyHandlers.ofByteArray())
                    .statusCode() == 200);
            quickstart.script().destroy();
            assertThat(quickstart.await(30)).as(quickstart.toString()).isNotZero();
            assertThat(quickstart.out()).last().asString().matches("frames=\\d+ predictions=[1-9]\\d* lost=\\d+ seconds=\\d+\\.\\d");
        }
        JsonNode line = JSON.readTree(Files.readAllLines(output.resolve("predictions.jsonl")).get(0));
        assertThat(line.at("/outputs/predictions/predictions").isArray()).as(line.toString()).isTrue();
    }

    private static String url(Main worker) {
        return "http://127.0.0.1:" + worker.getCamelContext().resolvePropertyPlaceholders("{{camel.server.port}}");
    }

    /** Its key is {@link #KEY}, its workflow says how wide a frame is. */
    private static Main worker() throws Exception {
        for (int attempt = 1;; attempt++) {
            Main worker = Example.camel("own-server", Example.freePort(), new RouteBuilder() {
                @Override
                public void configure() {
                    from("roboflow-webrtc-worker:own?workflowId=sizes&apiKeys=" + KEY).process(exchange -> exchange.getMessage()
                            .setBody(Map.of("width", exchange.getMessage().getBody(Frame.class).width())));
                }
            });
            try {
                worker.start();
                return worker;
            } catch (Exception e) {
                worker.stop();
                // Another process may take the port first.
                if (attempt == 5 || !Example.describe(e).contains("in use") && !(e instanceof BindException)) {
                    throw e;
                }
            }
        }
    }
}
