package io.github.camelvision.roboflow.webrtc.core.result;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.core.detection.Detection;
import io.github.camelvision.roboflow.webrtc.core.error.ProtocolException;

/** Coverage-guided fuzzing of results: envelope, outputs and detections. */
public final class ResultFuzz {

    public static final class Message {
        public static void fuzzerTestOneInput(byte[] json) {
            InferenceResult result;
            try {
                result = InferenceResult.parse(json);
            } catch (ProtocolException e) {
                assertThat(e.getMessage()).isNotBlank();
                return;
            }
            result.frameId();
            result.errors();
            try {
                for (String field : result.fieldNames()) {
                    result.onlyField(field).toJsonNode();
                    if (!result.imageFields().contains(field)) {
                        result.field(field);
                    }
                }
                for (Detection detection : result.detections()) {
                    assertThat(detection).isNotNull();
                }
                result.outputs();
            } catch (ProtocolException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        }
    }
}
