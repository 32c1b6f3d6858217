package io.github.camelvision.roboflow.webrtc.examples.browser;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelvision.roboflow.webrtc.testing.KafkaBroker;
import io.github.camelvision.roboflow.webrtc.worker.WorkerConstants;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --bootstrap}: results in a Kafka topic. */
class KafkaResultsIT {

    private static final int FRAMES = 20;

    @TempDir
    private Path directory;

    @Test
    void writesALineForEachFrameInOrder() throws Exception {
        try (KafkaBroker broker = new KafkaBroker(directory).start(); DefaultCamelContext context = new DefaultCamelContext()) {
            context.addRoutes(new ResultRoutes(BrowserOptions.parse(null, "--bootstrap", broker.address(), "--topic", "found")));
            context.start();
            for (int frame = 1; frame <= FRAMES; frame++) {
                context.createProducerTemplate().sendBodyAndHeaders(ResultRoutes.QUEUE,
                        Map.of("image", "left out", "predictions", Map.of("predictions", List.of(Map.of("class", "part")))),
                        Map.of(WorkerConstants.FRAME_ID, frame, WorkerConstants.WORKFLOW_ID, "parts", WorkerConstants.SESSION_ID, "s"));
            }
            await("the topic").atMost(120, SECONDS).ignoreExceptions().until(() -> broker.records("found").size() == FRAMES);
            ObjectMapper json = new ObjectMapper();
            List<JsonNode> lines = broker.records("found").stream().map(record -> read(json, record.value())).toList();
            assertThat(lines).extracting(line -> line.path("frame").asInt())
                    .isEqualTo(IntStream.rangeClosed(1, FRAMES).boxed().toList());
            assertThat(lines).allMatch(line -> line.at("/predictions/predictions/0/class").asText().equals("part") && !line.has("image"));
        }
    }

    private static JsonNode read(ObjectMapper json, byte[] line) {
        try {
            return json.readTree(line);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
