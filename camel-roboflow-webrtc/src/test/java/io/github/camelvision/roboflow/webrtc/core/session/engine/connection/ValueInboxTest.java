package io.github.camelvision.roboflow.webrtc.core.session.engine.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.core.error.ProtocolException;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.core.source.OutputRequest;
import io.github.camelvision.roboflow.webrtc.core.wire.ClientMessage;
import io.github.camelvision.roboflow.webrtc.core.wire.StreamManagerOutputs;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The Stream Manager's bare values as results. */
class ValueInboxTest {

    private final List<InferenceResult> results = new ArrayList<>();
    private final List<ProtocolException> bad = new ArrayList<>();
    private final ValueInbox inbox = new ValueInbox(new OutputRequest(List.of(), List.of("out \"1\""), true), bad::add);

    @BeforeEach
    void delivers() {
        inbox.deliverTo(results::add);
    }

    private InferenceResult add(String message) {
        inbox.add(message.getBytes(StandardCharsets.UTF_8), false);
        return results.get(results.size() - 1);
    }

    @ParameterizedTest
    @CsvSource(value = {"{\"a\": 1}|{\"a\": 1}", "17|17", "[1, 2]|[1, 2]", "null|null", "hello ü|\"hello ü\"", "['x']|\"['x']\"",
            "{broken|\"{broken\"", "1 2|\"1 2\"", "\"|\"\\\"\""}, delimiter = '|', quoteCharacter = '`')
    void theValueIsKeptByteForByteAndWhatIsNoJsonIsAText(String message, String field) {
        InferenceResult result = add(message);
        assertThat(new String(result.fieldBytes("out \"1\""), StandardCharsets.UTF_8)).isEqualTo(field);
        assertThat(result.fieldNames()).containsExactly("out \"1\"");
        assertThat(bad).isEmpty();
    }

    @Test
    void messagesAreCountedAndNothingElseIsInvented() {
        assertThat(add("{}").frameId()).isEqualTo(1);
        InferenceResult second = add("");
        assertThat(second.frameId()).isEqualTo(2);
        assertThat(second.metadata().pts()).isNull();
        assertThat(second.metadata().receivedAt()).isNull();
        assertThat(second.processingComplete()).isFalse();
    }

    @Test
    void aChangeOfOutputsIsReadAsNamesOrLists() {
        assertThat(StreamManagerOutputs.parse("{\"stream_output\":\"a\"}")).isEqualTo(new ClientMessage.Outputs(List.of("a"), null));
        assertThat(StreamManagerOutputs.parse("{\"data_output\":[\"a\",\"b\"]}")).isEqualTo(new ClientMessage.Outputs(null, List.of("a")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[]", "{", "17", "{\"data_output\":1}", "{\"data_output\":{}}", "{\"ack\":1}"})
    void aChangeThatChangesNothingIsRefused(String text) {
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> StreamManagerOutputs.parse(text)).isInstanceOf(ProtocolException.class);
    }
}
