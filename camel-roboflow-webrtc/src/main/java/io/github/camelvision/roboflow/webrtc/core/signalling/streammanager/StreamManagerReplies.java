package io.github.camelvision.roboflow.webrtc.core.signalling.streammanager;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelvision.roboflow.webrtc.core.signalling.SignallingOptions;
import io.github.camelvision.roboflow.webrtc.core.signalling.http.AnswerParser;
import io.github.camelvision.roboflow.webrtc.core.signalling.refusal.CallErrors;
import io.github.camelvision.roboflow.webrtc.core.signalling.refusal.Cure;
import java.util.ArrayList;
import java.util.List;

/** What the Stream Manager's answers have in common over HTTP and TCP. */
final class StreamManagerReplies {

    /** A buffered result may hold images. */
    static final int MAX_RESULT = 16 << 20;

    private static final String NO_STREAM_MANAGER = "This server has no Stream Manager: start it with stream management enabled, "
            + "or use protocol=worker";

    private StreamManagerReplies() {}

    /** Words for the failures of a management call. */
    static CallErrors errors(String purpose, SignallingOptions options) {
        return new CallErrors(purpose, options.apiUrl(), "option apiUrl", options, (status, routeAbsent) -> switch (status) {
            case 401, 403 -> Cure.key(options);
            case 404 -> routeAbsent ? NO_STREAM_MANAGER
                    : "The pipeline has ended or never was: list() tells which there are";
            case 409 -> "The pipeline's state does not allow this now: status() tells it";
            default -> Cure.general(status);
        });
    }

    /** Words for the failures of starting a session. */
    static CallErrors startErrors(SignallingOptions options) {
        Cure session = Cure.session(options);
        return new CallErrors("start the session", options.apiUrl(), "option apiUrl", options,
                (status, routeAbsent) -> status == 404 && routeAbsent ? NO_STREAM_MANAGER : session.of(status, routeAbsent));
    }

    static List<String> pipelines(int status, JsonNode answer, CallErrors errors) {
        AnswerParser.rejectFailure(status, answer, errors);
        if (!answer.path("pipelines").isArray()) {
            throw errors.unusable(status, "holds no list of pipelines", errors.text(answer));
        }
        List<String> ids = new ArrayList<>();
        answer.path("pipelines").forEach(id -> ids.add(id.asText()));
        return List.copyOf(ids);
    }

    static JsonNode success(int status, JsonNode answer, CallErrors errors) {
        AnswerParser.rejectFailure(status, answer, errors);
        return answer;
    }
}
