package io.github.camelvision.roboflow.webrtc.core.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelvision.roboflow.webrtc.core.error.ProtocolException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamManagerOutputsTest {

    @Test
    void readsNamesAsTextsAndAsListsOfOne() {
        assertThat(StreamManagerOutputs.parse("{\"stream_output\":\"image\",\"data_output\":[\"predictions\",\"more\"]}"))
                .isEqualTo(new ClientMessage.Outputs(List.of("image"), List.of("predictions")));
    }

    @Test
    void whatIsNotSaidStaysAsItIs() {
        assertThat(StreamManagerOutputs.parse("{\"stream_output\":\"image\"}"))
                .isEqualTo(new ClientMessage.Outputs(List.of("image"), null));
        assertThat(StreamManagerOutputs.parse("{\"stream_output\":null,\"data_output\":\"p\"}"))
                .isEqualTo(new ClientMessage.Outputs(null, List.of("p")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[null]", "[null,\"x\"]", "[\"\"]", "\"\""})
    void anEmptyListAndAnEmptyNameMeanNone(String value) {
        assertThat(StreamManagerOutputs.parse("{\"data_output\":" + value + "}")).isEqualTo(new ClientMessage.Outputs(null, List.of("")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{} {}", "[]", "7", "{}", "{\"stream_output\":null}", "{\"other\":\"image\"}"})
    void whatChangesNothingIsRefused(String text) {
        assertThatThrownBy(() -> StreamManagerOutputs.parse(text)).isInstanceOf(ProtocolException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "{}", "true", "[1]", "[[\"image\"]]"})
    void whatIsNoNameIsRefusedByName(String value) {
        assertThatThrownBy(() -> StreamManagerOutputs.parse("{\"data_output\":" + value + "}")).isInstanceOf(ProtocolException.class)
                .hasMessageContaining("data_output");
    }

    @Test
    void readsUpToTheCapAndNotBeyond() {
        String message = "{\"data_output\":\"p\"}";
        String longest = message + " ".repeat(ClientMessage.MAX_LENGTH - message.length());
        assertThat(StreamManagerOutputs.parse(longest).dataOutput()).containsExactly("p");
        assertThatThrownBy(() -> StreamManagerOutputs.parse(longest + " ")).isInstanceOf(ProtocolException.class)
                .hasMessageContaining("cap is " + ClientMessage.MAX_LENGTH);
    }
}
