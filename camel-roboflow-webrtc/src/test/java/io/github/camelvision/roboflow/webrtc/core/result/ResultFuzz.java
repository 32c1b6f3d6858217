package io.github.camelvision.roboflow.webrtc.core.result;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelvision.roboflow.webrtc.core.error.ProtocolException;
import java.io.IOException;

/** Coverage-guided fuzzing of results: envelope, outputs, detections and masks. */
public final class ResultFuzz {

    private static final ObjectMapper MAPPER = new ObjectMapper();

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

    public static final class Masks {
        public static void fuzzerTestOneInput(byte[] json) {
            JsonNode node;
            try {
                node = MAPPER.readTree(json);
            } catch (IOException e) {
                return;
            }
            Mask mask = node == null ? null : Mask.of(node);
            if (mask != null) {
                // no assertion library: a mask may have millions of lines
                mask.forEachLine((x, top, bottom) -> {
                    if (x < 0 || top < 0 || top >= bottom) {
                        throw new AssertionError("column " + x + " from " + top + " to " + bottom);
                    }
                });
            }
        }
    }
}
