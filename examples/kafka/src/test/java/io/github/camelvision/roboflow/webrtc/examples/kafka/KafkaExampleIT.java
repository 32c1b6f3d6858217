package io.github.camelvision.roboflow.webrtc.examples.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.examples.common.testing.ExampleProcess;
import io.github.camelvision.roboflow.webrtc.examples.quickstart.ConveyorVideo;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Runs the example as a user does. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "run.sh needs bash")
class KafkaExampleIT {

    private static final int CAMERAS = 2;

    @TempDir
    private static Path directory;

    @Test
    void aBrokerThatIsAwayInTheMiddleCostsNoPrediction() throws Exception {
        int frames = CAMERAS * ConveyorVideo.FRAMES;
        try (ExampleProcess kafka = ExampleProcess.start("--cameras", String.valueOf(CAMERAS), "--outage", "3",
                "--output", directory.toString())) {
            assertThat(kafka.await(600)).as(kafka.toString()).isZero();
            assertThat(kafka.out()).last().isEqualTo("sent=%d received=%d lost=0 doubled=0".formatted(frames, frames));
            assertThat(kafka.err()).anyMatch(line -> line.startsWith("broker stopped for 3 s after "))
                    .noneMatch(line -> line.startsWith("kafka: "));
        }
        for (int camera = 1; camera <= CAMERAS; camera++) {
            List<String> lines = Files.readAllLines(directory.resolve("camera-" + camera + ".jsonl"));
            assertThat(lines).extracting(line -> InferenceResult.parse(line.getBytes(StandardCharsets.UTF_8)).frameId())
                    .containsExactlyElementsOf(LongStream.rangeClosed(1, ConveyorVideo.FRAMES).boxed().toList());
        }
    }

    @Test
    void saysInOneLineWhatIsWrong() throws Exception {
        endsWith("--cameras is a number from 1 to 8, not many", "--cameras", "many");
        endsWith("--outage stops the embedded broker; leave --bootstrap out", "--bootstrap", "localhost:9092", "--outage", "3");
    }

    private static void endsWith(String message, String... args) throws Exception {
        try (ExampleProcess kafka = ExampleProcess.start(args)) {
            assertThat(kafka.await(60)).as(kafka.toString()).isEqualTo(1);
            assertThat(kafka.err()).containsExactly("kafka: " + message);
            assertThat(kafka.out()).isEmpty();
        }
    }
}
