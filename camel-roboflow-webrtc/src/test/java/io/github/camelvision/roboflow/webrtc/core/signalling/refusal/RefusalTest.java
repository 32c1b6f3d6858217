package io.github.camelvision.roboflow.webrtc.core.signalling.refusal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.core.signalling.InitRequest;
import io.github.camelvision.roboflow.webrtc.core.signalling.streammanager.InitRequestTest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers of Roboflow's server whose status misleads. */
class RefusalTest {

    private static final InitRequest CAMERA = InitRequestTest.minimal().requestedPlan("webrtc-gpu-huge")
            .sourceParameters(Map.of("rtsp_url", "rtsp://user:geheim@cam/live")).build();
    private static final InitRequest MJPEG = InitRequestTest.minimal()
            .sourceParameters(Map.of("mjpeg_url", "http://cam/video?token=geheim")).build();
    private static final InitRequest MANUAL = InitRequestTest.minimal().sourceParameters(Map.of("manual_mode", true)).build();

    private static Refusal of(int status, String body, InitRequest request) {
        return Refusal.of(status, body.getBytes(StandardCharsets.UTF_8), request);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "500 | {\"message\": \"no\", \"error_type\": \"WorkflowError\"} | workflow",
            "500 | {\"message\": \"no\", \"error_type\": \"StepExecutionError\"} | workflow",
            "500 | {\"message\": \"Service misconfiguration.\"} | set up wrongly",
            "500 | {\"message\": \"Model package is broken.\"} | another version",
            "501 | {\"message\": \"no\"} | cannot run",
            "502 | {\"message\": \"Internal error. Request to Roboflow API failed.\"} | requestedPlan=webrtc-gpu-huge",
            "507 | | memory"})
    void whatWillNotPassByItselfIsLasting(int status, String body, String cure) {
        Refusal refusal = of(status, body == null ? "" : body, CAMERA);

        assertThat(refusal.lasting()).isTrue();
        assertThat(refusal.cure()).contains(cure);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "500 | {\"message\": \"Internal error.\"}",
            "500 | <html>oops</html>",
            "504 | {\"message\": \"Timeout when attempting to connect to Roboflow API.\"}"})
    void aCameraThatCannotBeOpenedIsNamedAndTriedAgainAsUsual(int status, String body) {
        assertThat(of(status, body, CAMERA).lasting()).isFalse();
        assertThat(of(status, body, CAMERA).cure()).contains("sourceUri=rtsp://***@cam/live").doesNotContain("geheim");
        assertThat(of(status, body, MJPEG).cure()).contains("sourceUri=http://cam/video").doesNotContain("geheim");
        assertThat(of(status, body, MANUAL)).isNull();
    }

    @Test
    void otherAnswersSayItAllByTheirStatus() {
        assertThat(of(401, "{\"error_type\": \"WorkflowError\"}", CAMERA)).isNull();
        assertThat(of(503, "{\"message\": \"starting\"}", CAMERA)).isNull();
        assertThat(of(502, "<html>bad gateway</html>", CAMERA)).isNull();
        assertThat(of(502, "{\"message\": \"Internal error. Request to Roboflow API failed.\"}", MANUAL)).isNull();
        assertThat(of(500, "{\"message\": \"failed\", \"error_type\": \"SessionFailed\"}", MANUAL)).isNull();
    }
}
