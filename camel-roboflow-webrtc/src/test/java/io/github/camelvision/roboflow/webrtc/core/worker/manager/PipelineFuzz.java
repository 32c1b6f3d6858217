package io.github.camelvision.roboflow.webrtc.core.worker.manager;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelvision.roboflow.webrtc.core.worker.request.WorkerRejectedException;
import java.io.IOException;
import java.util.function.Function;

/** Coverage-guided fuzzing of the Stream Manager's pipelines. */
public final class PipelineFuzz {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    public static final class Payload {
        public static void fuzzerTestOneInput(byte[] body) {
            JsonNode payload;
            try {
                payload = MAPPER.readTree(body);
            } catch (IOException e) {
                return;
            }
            if (payload != null && payload.isObject()) {
                accept(PipelineRequestParser::webrtc, payload);
                accept(PipelineRequestParser::capture, payload);
            }
        }
    }

    private static void accept(Function<JsonNode, PipelineSettings> parser, JsonNode payload) {
        try {
            assertThat(parser.apply(payload)).isNotNull();
        } catch (ManagerException | WorkerRejectedException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }
}
