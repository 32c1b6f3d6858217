package io.github.camelvision.roboflow.webrtc.core.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelvision.roboflow.webrtc.core.result.FrameMetadata;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.testing.ServerMessages;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServerMessageTest {

    @Test
    void insertsTheOutputsAsTheyAre() {
        byte[] outputs = "{ \"a\" : 1.10 }".getBytes(StandardCharsets.UTF_8);
        String message = new String(ServerMessages.encode(null, outputs, List.of(), false, null), StandardCharsets.UTF_8);
        assertThat(message).startsWith("{\"serialized_output_data\":{ \"a\" : 1.10 },\"video_metadata\":null,");
    }

    @Test
    void writesNullForNumbersThatJsonCannotHold() throws Exception {
        FrameMetadata metadata = new FrameMetadata(1, null, null, 1.0 / 90_000, Double.NaN, Double.POSITIVE_INFINITY, null, null);
        JsonNode video = new ObjectMapper().readTree(ServerMessages.encode(metadata, null, List.of(), false, null)).get("video_metadata");
        assertThat(video.get("time_base").doubleValue()).isEqualTo(1.0 / 90_000);
        assertThat(video.get("declared_fps").isNull()).isTrue();
        assertThat(video.get("measured_fps").isNull()).isTrue();
        assertThat(video.size()).isEqualTo(8);
    }

    @Test
    void isReadBackByTheClient() {
        FrameMetadata metadata = new FrameMetadata(3, "2026-11-21T00:29:02", 90L, 1.0 / 90_000, 30.0, null, 64, 48);
        InferenceResult result = InferenceResult.parse(ServerMessages.encode(metadata, "{\"a\":[1]}".getBytes(StandardCharsets.UTF_8),
                List.of("e"), true, "timeout_reached"));
        assertThat(result.metadata()).isEqualTo(metadata);
        assertThat(result.outputBytes()).isEqualTo("{\"a\":[1]}".getBytes(StandardCharsets.UTF_8));
        assertThat(result.errors()).containsExactly("e");
        assertThat(result.processingComplete()).isTrue();
        assertThat(result.terminationReason()).isEqualTo("timeout_reached");
    }

    @Test
    void tellsTheTimeOnTheReturnedTrackOnlyWhenThereIsOne() {
        FrameMetadata metadata = new FrameMetadata(3, null, 90L, null, null, null, 64, 48);
        byte[] without = ServerMessages.encode(metadata, null, List.of(), false, null);
        byte[] with = ServerMessages.encode(metadata.withStreamPts(2970L), null, List.of(), false, null);
        assertThat(new String(without, StandardCharsets.UTF_8)).doesNotContain("stream_pts");
        assertThat(InferenceResult.parse(with).metadata()).isEqualTo(metadata.withStreamPts(2970L));
    }
}
