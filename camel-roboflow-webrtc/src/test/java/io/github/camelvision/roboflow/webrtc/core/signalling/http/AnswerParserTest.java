package io.github.camelvision.roboflow.webrtc.core.signalling.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelvision.roboflow.webrtc.core.error.SignallingException;
import io.github.camelvision.roboflow.webrtc.core.signalling.InitAnswer;
import io.github.camelvision.roboflow.webrtc.core.signalling.SignallingJson;
import io.github.camelvision.roboflow.webrtc.core.signalling.SignallingOptions;
import io.github.camelvision.roboflow.webrtc.core.signalling.refusal.CallErrors;
import io.github.camelvision.roboflow.webrtc.core.signalling.refusal.Cure;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an answer to a session request says (docs/protocol.adoc#answer). */
class AnswerParserTest {

    private static InitAnswer parse(String json) {
        SignallingOptions options = SignallingOptions.of("http://h", "k");
        CallErrors errors = new CallErrors("start the session", options.apiUrl(), "option apiUrl", options, Cure.session(options));
        var node = SignallingJson.parseOrNull(json.getBytes(StandardCharsets.UTF_8));
        return AnswerParser.parse(200, node, node.path("context"), errors);
    }

    private static Duration age(String json) {
        return parse("{\"sdp\": \"v=0\", \"max_session_age\": " + json + "}").maxSessionAge();
    }

    @ParameterizedTest
    @CsvSource({"60, 60000", "0.25, 250", "0.0004, 0", "31535999.9, 31535999900"})
    void theLongestAgeIsInSeconds(String json, long millis) {
        assertThat(age(json)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "31536000", "1e300", "\"60\"", "null", "true", "[60]"})
    void anAgeThatMakesNoSenseIsNone(String json) {
        assertThat(age(json)).isNull();
    }

    @Test
    void anAnswerMayLackEverythingButTheSdp() {
        assertThat(parse("{\"sdp\": \"v=0\"}")).isEqualTo(new InitAnswer("v=0", "answer", null, null, null));
        assertThat(parse("{\"sdp\": \"v=0\", \"type\": \"answer\", \"context\": {\"request_id\": \"r\", \"pipeline_id\": \"p\"}}"))
                .isEqualTo(new InitAnswer("v=0", "answer", "p", "r", null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"sdp\": \"\"}", "{\"sdp\": \" \"}"})
    void withoutSdpItIsOfNoUse(String json) {
        assertThatThrownBy(() -> parse(json)).isInstanceOf(SignallingException.class).hasMessageContaining("holds no sdp");
    }

    @Test
    void norAsAnOffer() {
        assertThatThrownBy(() -> parse("{\"sdp\": \"v=0\", \"type\": \"offer\"}")).hasMessageContaining("'offer' instead of 'answer'");
    }

    @ParameterizedTest
    @CsvSource({"authorisation_error,401", "not_found,404", "invalid_payload,400", "operation_error,409", "other,500", ",200"})
    void aFailureInAnAnswerHasTheStatusOfItsType(String type, int status) {
        String json = "{\"status\": \"Failure\", \"sdp\": \"v=0\"" + (type == null ? "" : ", \"error_type\": \"" + type + "\"") + "}";
        assertThatThrownBy(() -> parse(json)).isInstanceOfSatisfying(SignallingException.class,
                failure -> assertThat(failure.status()).isEqualTo(status));
    }

    @Test
    void anotherWordIsNoFailure() {
        assertThat(parse("{\"status\": \"success\", \"sdp\": \"v=0\"}").sdp()).isEqualTo("v=0");
    }
}
