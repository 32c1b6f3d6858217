package io.github.camelvision.roboflow.webrtc.core.signalling.streammanager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelvision.roboflow.webrtc.core.rtc.IceConfig;
import io.github.camelvision.roboflow.webrtc.core.signalling.InitRequest;
import io.github.camelvision.roboflow.webrtc.core.signalling.SignallingJson;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamManagerPayloadTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Test
    void writesTheOlderForm() throws Exception {
        InitRequest request = InitRequestTest.minimal().streamOutput(List.of("image")).dataOutput(List.of("predictions")).declaredFps(25.0)
                .iceConfig(new IceConfig(List.of(new IceConfig.Server(List.of("stun:s"), null, null),
                        new IceConfig.Server(List.of("turn:a", "turn:b"), "u", "c")), false))
                .processingTimeout(Duration.ofHours(1))
                .build();

        assertThat(written(request, StreamManagerOptions.DEFAULTS, "k")).isEqualTo(MAPPER.readTree("""
                {"video_configuration": {"type": "VideoConfiguration", "video_reference": "webrtc",
                   "source_buffer_filling_strategy": "DROP_OLDEST", "source_buffer_consumption_strategy": "EAGER"},
                 "processing_configuration": {"type": "WorkflowConfiguration", "image_input_name": "image", "workflows_parameters": {},
                   "workspace_name": "acme", "workflow_id": "detect"},
                 "sink_configuration": {"type": "MemorySinkConfiguration", "results_buffer_size": 64},
                 "api_key": "k",
                 "webrtc_offer": {"type": "offer", "sdp": "v=0\\r\\n"},
                 "webrtc_turn_config": {"urls": "turn:a", "username": "u", "credential": "c"},
                 "webrtc_realtime_processing": true, "stream_output": ["image"], "data_output": ["predictions"],
                 "webcam_fps": 25, "fps_probe_frames": 10}"""));
    }

    @Test
    void writesWhatOnlyTheStreamManagerKnows() throws Exception {
        StreamManagerOptions options = new StreamManagerOptions(5, 8, 3, Duration.ofSeconds(20), Duration.ofMillis(250), 30, 5);

        JsonNode json = written(InitRequestTest.minimal().realtimeProcessing(false).build(), options, null);
        assertThat(json.at("/video_configuration/max_fps").asInt()).isEqualTo(5);
        assertThat(json.at("/video_configuration/source_buffer_filling_strategy").asText()).isEqualTo("WAIT");
        assertThat(json.at("/video_configuration/source_buffer_consumption_strategy").asText()).isEqualTo("LAZY");
        assertThat(json.at("/sink_configuration/results_buffer_size").asInt()).isEqualTo(8);
        assertThat(json.get("fps_probe_frames").asInt()).isEqualTo(3);
        assertThat(json.get("webrtc_peer_timeout").asDouble()).isEqualTo(20);
        assertThat(json.get("processing_timeout").asDouble()).isEqualTo(0.25);
        assertThat(json.get("max_consecutive_timeouts").asInt()).isEqualTo(30);
        assertThat(json.get("min_consecutive_on_time").asInt()).isEqualTo(5);
        assertThat(json.has("api_key")).isFalse();
        assertThat(json.has("webrtc_turn_config")).isFalse();
        assertThat(json.has("webcam_fps")).isFalse();
    }

    @Test
    void writesListsWhereTheServerAllowsNoNull() throws Exception {
        JsonNode json = written(InitRequestTest.minimal().build(), StreamManagerOptions.DEFAULTS, null);

        assertThat(json.get("stream_output")).isEqualTo(MAPPER.createArrayNode());
        assertThat(json.get("data_output")).isEqualTo(MAPPER.createArrayNode());
    }

    @Test
    void heedsWhatTheSourceAdds() throws Exception {
        JsonNode json = written(InitRequestTest.minimal().declaredFps(30.0).sourceParameters(Map.of("manual_mode", true, "declared_fps", 12,
                "webrtc_realtime_processing", false, "data_output", List.of("x"))).build(), StreamManagerOptions.DEFAULTS, null);

        assertThat(json.get("webcam_fps").asInt()).isEqualTo(12);
        assertThat(json.get("webrtc_realtime_processing").asBoolean()).isFalse();
        assertThat(json.get("data_output")).hasSize(1);
        assertThat(json.has("manual_mode")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rtsp_url", "mjpeg_url", "video_file_upload"})
    void refusesSourcesThatTheOlderApiCannotServe(String parameter) {
        InitRequest request = InitRequestTest.minimal().sourceParameters(Map.of(parameter, "x")).build();

        assertThatThrownBy(() -> StreamManagerPayload.of(request, StreamManagerOptions.DEFAULTS, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("protocol=streamManager").hasMessageContaining(parameter);
    }

    private static JsonNode written(InitRequest request, StreamManagerOptions options, String key) throws Exception {
        return MAPPER.readTree(SignallingJson.bytes(StreamManagerPayload.of(request, options, key)));
    }
}
