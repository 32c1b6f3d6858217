package io.github.camelvision.roboflow.webrtc.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelvision.roboflow.webrtc.examples.common.testing.ExampleProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What a user sees who runs {@code run.sh}. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "run.sh needs bash")
@TestMethodOrder(OrderAnnotation.class)
class QuickstartIT {

    private static final String SUMMARY = "frames=%d predictions=%d lost=0 seconds=\\d+\\.\\d";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Of all tests: the conveyor is rendered once. */
    @TempDir
    private static Path directory;

    @Test
    @Order(1)
    void writesTheRightPredictionOfEveryFrameOfTheDefaultVideo() throws Exception {
        try (ExampleProcess quickstart = ExampleProcess.start("--output", directory.toString())) {
            assertThat(quickstart.await(300)).as(quickstart.toString()).isZero();
            assertThat(quickstart.out()).hasSize(2);
            assertThat(quickstart.out().get(1)).matches(SUMMARY.formatted(ConveyorVideo.FRAMES, ConveyorVideo.FRAMES));
            assertThat(quickstart.err()).allMatch(line -> line.startsWith("workflow parts on ") || line.startsWith("predictions: ")
                    || line.startsWith("rendering the conveyor video, "));
        }
        List<String> lines = Files.readAllLines(directory.resolve("predictions.jsonl"));
        assertThat(lines).hasSize(ConveyorVideo.FRAMES);
        List<String> truth = Files.readAllLines(directory.resolve("conveyor-truth.jsonl"));
        Score score = new Score();
        for (int i = 0; i < lines.size(); i++) {
            JsonNode line = JSON.readTree(lines.get(i));
            assertThat(line.path("frame_id").asInt()).isEqualTo(i + 1);
            score.add(i + 1, parts(truth.get(i)),
                    JSON.convertValue(line.at("/predictions/predictions"), new TypeReference<List<Map<String, Object>>>() {}));
        }
        System.out.println("quickstart: " + score);
        assertThat(score.precision()).isGreaterThanOrEqualTo(0.95);
        assertThat(score.recall()).isGreaterThanOrEqualTo(0.95);
        try (FrameCount annotated = FrameCount.start(directory.resolve("annotated.mp4"))) {
            assertThat(annotated.await()).isEqualTo(ConveyorVideo.FRAMES);
        }
    }

    private static List<TruthPart> parts(String line) throws Exception {
        List<TruthPart> parts = new ArrayList<>();
        for (JsonNode part : JSON.readTree(line).path("parts")) {
            parts.add(new TruthPart(part.path("id").asInt(), part.path("class").asText(), part.path("color").asText(),
                    part.path("defect").asBoolean(), part.path("visible").asDouble(), part.path("x").asDouble(), part.path("y").asDouble(),
                    part.path("width").asDouble(), part.path("height").asDouble()));
        }
        return parts;
    }

    @Test
    void saysInOneLineWhatIsWrong() throws Exception {
        Path text = Files.writeString(directory.resolve("no-video.mp4"), "no video");
        endsWith("--workflow is parts or people, not cars; for a workflow of your own add --server or --workspace", "--workflow", "cars");
        endsWith("--input none.mp4 does not exist", "--input", "none.mp4");
        endsWith("--input " + directory + " is a directory; name a video file in it", "--input", directory.toString());
        endsWith(text + " cannot be read as a video; name a file that FFmpeg reads", "--input", text.toString());
        endsWith("--output " + text + " cannot be made a directory; name one that can be written", "--output", text.toString());
    }

    private static void endsWith(String message, String... args) throws Exception {
        try (ExampleProcess quickstart = ExampleProcess.start(args)) {
            assertThat(quickstart.await(60)).as(quickstart.toString()).isEqualTo(1);
            assertThat(quickstart.err()).containsExactly("quickstart: " + message);
            assertThat(quickstart.out()).isEmpty();
        }
    }

    @Test
    void terminationInMidStreamLeavesWhatThereIsByThen() throws Exception {
        try (ExampleProcess quickstart = streaming()) {
            quickstart.java().destroy();
            stopsCleanly(quickstart);
        }
    }

    @Test
    void ctrlCInMidStreamLeavesWhatThereIsByThen() throws Exception {
        try (ExampleProcess quickstart = streaming()) {
            new ProcessBuilder("kill", "-INT", String.valueOf(quickstart.script().pid())).start().waitFor();
            stopsCleanly(quickstart);
        }
    }

    private static ExampleProcess streaming() throws Exception {
        Path video = directory.resolve("annotated.part.mp4");
        Files.deleteIfExists(video);
        ExampleProcess quickstart = ExampleProcess.start("--output", directory.toString());
        try {
            await().atMost(Duration.ofSeconds(120)).pollInterval(Duration.ofMillis(50))
                    .until(() -> !quickstart.script().isAlive() || Files.exists(video));
            assertThat(quickstart.script().isAlive()).as(quickstart.toString()).isTrue();
            return quickstart;
        } catch (AssertionError | RuntimeException e) {
            quickstart.close();
            throw e;
        }
    }

    private static void stopsCleanly(ExampleProcess quickstart) throws Exception {
        assertThat(quickstart.await(10)).as(quickstart.toString()).isNotZero();
        assertThat(quickstart.err()).last().isEqualTo("quickstart: stopped before the end");
        assertThat(quickstart.err()).noneMatch(line -> line.contains("Exception") || line.startsWith("\tat "));
        List<String> lines = Files.readAllLines(directory.resolve("predictions.jsonl"));
        assertThat(lines.size()).isBetween(1, ConveyorVideo.FRAMES);
        assertThat(quickstart.out()).last().asString().matches(SUMMARY.formatted(lines.size(), lines.size()));
        assertThat(directory.resolve("annotated.part.mp4")).doesNotExist();
        try (FrameCount annotated = FrameCount.start(directory.resolve("annotated.mp4"))) {
            assertThat(annotated.await()).isEqualTo(lines.size());
        }
    }
}
