package io.github.camelvision.roboflow.webrtc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelvision.roboflow.webrtc.testing.LossyNetwork;
import io.github.camelvision.roboflow.webrtc.testing.PythonPeer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Lossless sending where one packet of twenty is lost, each way: every frame gets its own answer, once. The time of the last answer is
 * printed; the numbers of an idle machine are in docs/guarantees.adoc.
 */
class LossIT {

    private static final int LOSS_PERCENT = 5;
    private static final int TIMEOUT_SECONDS = 300;

    @ParameterizedTest
    @CsvSource({"python, 2000, 640, 480", "python, 300, 1280, 720", "java, 2000, 640, 480", "java, 300, 1280, 720"})
    void everyFrameIsAnsweredByItsOwnResultOnce(String peer, String frames, String width, String height) throws Exception {
        LossyNetwork.assumeAvailable();
        PythonPeer.assumeAvailable();
        try (LossyNetwork network = new LossyNetwork(LOSS_PERCENT)) {
            String line = network.java(LossScenario.class, TIMEOUT_SECONDS, peer, frames, width, height);
            System.out.println("loss " + LOSS_PERCENT + "% " + peer + " " + width + "x" + height + ": " + line);
            JsonNode summary = new ObjectMapper().readTree(line);
            int sent = Integer.parseInt(frames);
            assertThat(summary.path("answered").asInt()).as(line).isEqualTo(sent);
            assertThat(summary.path("wrong").asInt()).as(line).isZero();
            assertThat(summary.path("doubled").asInt()).as(line).isZero();
            assertThat(summary.path("deliveredTwice").asInt()).as(line).isZero();
            assertThat(summary.path("outOfOrder").asInt()).as(line).isZero();
        }
    }
}
