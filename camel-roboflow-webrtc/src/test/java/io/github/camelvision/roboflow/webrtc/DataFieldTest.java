package io.github.camelvision.roboflow.webrtc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.testing.CapturedLog;
import org.junit.jupiter.api.Test;

class DataFieldTest {

    private static InferenceResult result(String json) {
        return InferenceResult.parse(json.getBytes(UTF_8));
    }

    @Test
    void anOutputThatResultsDoNotHaveIsToldOnceAndNeverReplaced() {
        try (CapturedLog log = new CapturedLog()) {
            DataField field = new DataField("nope", "session gate-1");
            InferenceResult result = result("{\"serialized_output_data\":{\"boxes\":{\"image\":{},\"predictions\":["
                    + "{\"x\":1,\"y\":2,\"width\":3,\"height\":4}]}}}");
            for (int i = 0; i < 3; i++) {
                assertThat(field.of(result).detections().isEmpty()).isTrue();
                assertThat(field.of(result).json()).isEqualTo("null".getBytes(UTF_8));
            }
            assertThat(field.problem()).contains("dataField=nope").contains("gate-1").contains("[boxes]").contains("dataOutput");
            assertThat(log.lines()).containsExactly("WARN " + field.problem());
            field.of(result("{\"serialized_output_data\":{\"nope\":1}}"));
            assertThat(field.problem()).isNull();
        }
    }

    @Test
    void failedFramesAndTheLastMessageProveNothing() {
        try (CapturedLog log = new CapturedLog()) {
            DataField field = new DataField("boxes", "session gate-1");
            field.of(result("{\"serialized_output_data\":null,\"errors\":[\"no model\"]}"));
            field.of(result("{\"serialized_output_data\":null,\"processing_complete\":true}"));
            assertThat(field.problem()).isNull();
            assertThat(log.lines()).isEmpty();
        }
    }

    @Test
    void withoutTheOptionResultsStayAsTheyAre() {
        InferenceResult result = result("{}");
        assertThat(new DataField(null, "session gate-1").of(result)).isSameAs(result);
    }
}
