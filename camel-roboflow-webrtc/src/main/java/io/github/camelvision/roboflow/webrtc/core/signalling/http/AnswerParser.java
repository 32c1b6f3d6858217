package io.github.camelvision.roboflow.webrtc.core.signalling.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelvision.roboflow.webrtc.core.signalling.InitAnswer;
import io.github.camelvision.roboflow.webrtc.core.signalling.SignallingJson;
import io.github.camelvision.roboflow.webrtc.core.signalling.refusal.CallErrors;
import java.time.Duration;
import java.util.Locale;

/**
 * Reads the answer to a session request; unknown fields are ignored (docs/protocol.adoc#answer and
 * docs/protocol.adoc#stream-manager-calls).
 */
public final class AnswerParser {

    /** Nobody waits for what is longer. */
    private static final Duration LONGEST_AGE = Duration.ofDays(365);

    private AnswerParser() {}

    /**
     * @param answer holds {@code sdp} and {@code type}
     * @param ids holds {@code request_id} and {@code pipeline_id}, or is missing
     */
    public static InitAnswer parse(int status, JsonNode answer, JsonNode ids, CallErrors errors) {
        rejectFailure(status, answer, errors);
        String sdp = SignallingJson.text(answer, "sdp");
        if (sdp == null || sdp.isBlank()) {
            throw errors.unusable(status, "holds no sdp", errors.text(answer));
        }
        String type = SignallingJson.text(answer, "type");
        if (type != null && !type.equals("answer")) {
            throw errors.unusable(status, "is of SDP type '" + type + "' instead of 'answer'");
        }
        return new InitAnswer(sdp, "answer", SignallingJson.text(ids, "pipeline_id"), SignallingJson.text(ids, "request_id"), age(answer));
    }

    private static Duration age(JsonNode answer) {
        JsonNode seconds = answer.path("max_session_age");
        boolean usable = seconds.isNumber() && seconds.doubleValue() > 0 && seconds.doubleValue() < LONGEST_AGE.toSeconds();
        return usable ? Duration.ofMillis(Math.round(seconds.doubleValue() * 1000)) : null;
    }

    /** A server may say no in an answer that is fine for HTTP. */
    public static void rejectFailure(int status, JsonNode answer, CallErrors errors) {
        String word = SignallingJson.text(answer, "status");
        if (word == null || !word.toLowerCase(Locale.ROOT).startsWith("fail")) {
            return;
        }
        throw errors.refused(status(SignallingJson.text(answer, "error_type"), status), errors.text(answer), false, null);
    }

    /** The HTTP status that says what the Stream Manager's error type says. */
    private static int status(String errorType, int status) {
        if (errorType == null) {
            return status;
        }
        return switch (errorType) {
            case "authorisation_error" -> 401;
            case "not_found" -> 404;
            case "invalid_payload" -> 400;
            case "operation_error" -> 409;
            default -> 500;
        };
    }
}
