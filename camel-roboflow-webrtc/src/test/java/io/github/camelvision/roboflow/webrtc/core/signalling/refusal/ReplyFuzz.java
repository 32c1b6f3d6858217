package io.github.camelvision.roboflow.webrtc.core.signalling.refusal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.signalling.SignallingJson;
import io.github.camelvision.roboflow.webrtc.core.signalling.SignallingOptions;
import io.github.camelvision.roboflow.webrtc.core.signalling.http.AnswerParser;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Coverage-guided fuzzing of a server's answers: error texts, JSON, times. */
public final class ReplyFuzz {

    private static final String SECRET = "s3cr3t-k3y-of-the-test";

    public static final class ErrorText {
        public static void fuzzerTestOneInput(byte[] body) {
            String text = ServerText.of(body, SECRET);
            assertThat(text.length()).isLessThanOrEqualTo(1100);
            assertThat(text).doesNotContain(SECRET);
        }
    }

    public static final class Answer {
        public static void fuzzerTestOneInput(byte[] body) {
            JsonNode json = SignallingJson.parseOrNull(body);
            if (json == null) {
                return;
            }
            CallErrors errors = new CallErrors("open a session", "http://server", "server", SignallingOptions.of("http://server", SECRET),
                    (status, absent) -> "");
            try {
                assertThat(AnswerParser.parse(200, json, json.path("context"), errors).sdp()).isNotBlank();
            } catch (RoboflowWebrtcException e) {
                assertThat(e.getMessage()).isNotBlank().doesNotContain(SECRET);
            }
        }
    }

    public static final class Times {
        public static void fuzzerTestOneInput(byte[] header) {
            RetryAfter.parse(new String(header, StandardCharsets.ISO_8859_1), Instant.EPOCH);
        }
    }
}
