package io.github.camelvision.roboflow.webrtc.core.signalling.streammanager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelvision.roboflow.webrtc.core.rtc.IceConfig;
import io.github.camelvision.roboflow.webrtc.core.signalling.InitAnswer;
import io.github.camelvision.roboflow.webrtc.core.signalling.InitRequest;
import io.github.camelvision.roboflow.webrtc.core.signalling.WorkflowReference;
import io.github.camelvision.roboflow.webrtc.core.signalling.WorkflowSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

public class InitRequestTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Test
    void saysHowToRunTheWorkflowOnlyWhereItIsSet() throws Exception {
        assertThat(configuration(WorkflowSettings.DEFAULTS).size()).isEqualTo(5);
        JsonNode configured = configuration(new WorkflowSettings(true, 2, 3, false, "meta"));
        assertThat(configured.path("disable_sinks").booleanValue()).isTrue();
        assertThat(configured.path("workflows_thread_pool_workers").intValue()).isEqualTo(2);
        assertThat(configured.path("execution_engine_thread_pool_workers").intValue()).isEqualTo(3);
        assertThat(configured.path("cancel_thread_pool_tasks_on_exit").isBoolean()).isTrue();
        assertThat(configured.path("cancel_thread_pool_tasks_on_exit").booleanValue()).isFalse();
        assertThat(configured.path("video_metadata_input_name").textValue()).isEqualTo("meta");
        assertThatThrownBy(() -> new WorkflowSettings(null, 0, null, null, null)).hasMessageContaining("workflowsThreadPoolWorkers");
    }

    private static JsonNode configuration(WorkflowSettings settings) throws Exception {
        InitRequest request = minimal().workflowSettings(settings).build();
        JsonNode worker = new ObjectMapper().readTree(request.toJson(null)).path("workflow_configuration");
        JsonNode pipeline = StreamManagerPayload.of(request, StreamManagerOptions.DEFAULTS, null);
        assertThat(pipeline.path("processing_configuration")).isEqualTo(worker);
        return worker;
    }

    @Test
    void writesEveryFieldOfTheProtocol() throws Exception {
        InitRequest request = minimal()
                .realtimeProcessing(false)
                .streamOutput(List.of("image"))
                .dataOutput(List.of("predictions", "count"))
                .iceConfig(new IceConfig(List.of(new IceConfig.Server(List.of("turn:t:3478"), "u", "c"),
                        new IceConfig.Server(List.of("stun:s"), null, null)), true))
                .declaredFps(30.0)
                .requestedPlan("webrtc-gpu-small")
                .requestedRegion("us")
                .processingTimeout(Duration.ofHours(1))
                .sourceParameters(Map.of("manual_mode", true))
                .build();

        assertThat(MAPPER.readTree(request.toJson("the-key"))).isEqualTo(MAPPER.readTree("""
                {"api_key": "the-key",
                 "workflow_configuration": {"type": "WorkflowConfiguration", "image_input_name": "image", "workflows_parameters": {},
                                            "workspace_name": "acme", "workflow_id": "detect"},
                 "webrtc_offer": {"type": "offer", "sdp": "v=0\\r\\n"},
                 "webrtc_realtime_processing": false,
                 "stream_output": ["image"], "data_output": ["predictions", "count"],
                 "webrtc_config": {"iceServers": [{"urls": ["turn:t:3478"], "username": "u", "credential": "c"}, {"urls": ["stun:s"]}]},
                 "declared_fps": 30, "requested_plan": "webrtc-gpu-small", "requested_region": "us", "processing_timeout": 3600,
                 "manual_mode": true}"""));
    }

    @Test
    void leavesOutWhatIsNotSetButWritesNullOutputs() throws Exception {
        JsonNode json = MAPPER.readTree(minimal().build().toJson(null));

        assertThat(json.fieldNames()).toIterable().containsExactly("workflow_configuration", "webrtc_offer", "webrtc_realtime_processing",
                "stream_output", "data_output");
        assertThat(json.get("stream_output").isNull()).isTrue();
        assertThat(json.get("data_output").isNull()).isTrue();
        assertThat(json.get("webrtc_realtime_processing").asBoolean()).isTrue();
    }

    @Test
    void tellsEmptyOutputsFromNone() throws Exception {
        JsonNode json = MAPPER.readTree(minimal().streamOutput(List.of()).dataOutput(List.of()).build().toJson(null));

        assertThat(json.get("stream_output")).isEqualTo(MAPPER.createArrayNode());
        assertThat(json.get("data_output")).isEqualTo(MAPPER.createArrayNode());
    }

    @Test
    void whatTheSourceAddsWins() throws Exception {
        InitRequest request = minimal().streamOutput(List.of("image")).dataOutput(List.of("predictions"))
                .sourceParameters(Map.of("stream_output", List.of(), "data_output", List.of("predictions", "image"), "declared_fps", 12.5))
                .declaredFps(30.0).build();

        JsonNode json = MAPPER.readTree(request.toJson(null));
        assertThat(json.get("stream_output")).isEmpty();
        assertThat(json.get("data_output")).hasSize(2);
        assertThat(json.get("declared_fps").asDouble()).isEqualTo(12.5);
    }

    @Test
    void aModelHasDefaultOutputs() {
        WorkflowReference model = WorkflowReference.byModel("m/1", "classification");
        InitRequest defaults = minimal().workflow(model).build();
        InitRequest chosen = minimal().workflow(model).streamOutput(List.of()).dataOutput(List.of("*")).build();

        assertThat(defaults.streamOutput()).containsExactly("image");
        assertThat(defaults.dataOutput()).containsExactly("predictions");
        assertThat(chosen.streamOutput()).isEmpty();
        assertThat(chosen.dataOutput()).containsExactly("*");
    }

    @Test
    void aProcessingTimeOfZeroAsksForNoLimitAndNoneLeavesItToTheServer() throws Exception {
        JsonNode unlimited = MAPPER.readTree(minimal().processingTimeout(Duration.ZERO).build().toJson(null));
        JsonNode silent = MAPPER.readTree(minimal().build().toJson(null));

        assertThat(unlimited.has("processing_timeout")).isTrue();
        assertThat(unlimited.get("processing_timeout").isNull()).isTrue();
        assertThat(silent.has("processing_timeout")).isFalse();
    }

    @Test
    void keepsAFractionalFrameRate() throws Exception {
        assertThat(MAPPER.readTree(minimal().declaredFps(29.97).build().toJson(null)).get("declared_fps").asDouble()).isEqualTo(29.97);
    }

    @Test
    void doesNotChangeWithTheListsItWasMadeFrom() {
        List<String> outputs = new ArrayList<>(List.of("a"));
        InitRequest request = minimal().dataOutput(outputs).build();
        outputs.add("b");

        assertThat(request.dataOutput()).containsExactly("a");
    }

    @Test
    void refusesWhatCannotWork() {
        assertThatThrownBy(() -> InitRequest.builder().workflow(WorkflowReference.byId("a", "b", null)).build())
                .hasMessageContaining("offer");
        assertThatThrownBy(() -> minimal().declaredFps(0.0)).hasMessageContaining("declaredFps");
        assertThatThrownBy(() -> minimal().declaredFps(Double.NaN)).hasMessageContaining("declaredFps");
        assertThatThrownBy(() -> minimal().processingTimeout(Duration.ofMillis(1))).hasMessageContaining("processingTimeout");
        assertThatThrownBy(() -> minimal().sourceParameters(Map.of("api_key", "x")).build()).hasMessageContaining("api_key");
    }

    @Test
    void toStringShowsNoCredentials() {
        InitRequest request = minimal()
                .iceConfig(new IceConfig(List.of(new IceConfig.Server(List.of("turn:t"), "u", "geheim")), false))
                .sourceParameters(Map.of("rtsp_url", "rtsp://user:geheim@cam/live"))
                .build();

        assertThat(request.toString()).contains("rtsp://***@cam/live").doesNotContain("geheim");
        assertThat(new InitAnswer("geheim", "answer", "p", "r").toString()).contains("p").doesNotContain("geheim");
    }

    public static InitRequest.Builder minimal() {
        return InitRequest.builder().offerSdp("v=0\r\n").workflow(WorkflowReference.byId("acme", "detect", null));
    }
}
