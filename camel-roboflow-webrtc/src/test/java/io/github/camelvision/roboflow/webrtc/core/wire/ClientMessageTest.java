package io.github.camelvision.roboflow.webrtc.core.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelvision.roboflow.webrtc.core.error.ProtocolException;
import io.github.camelvision.roboflow.webrtc.core.wire.ClientMessage.Ack;
import io.github.camelvision.roboflow.webrtc.core.wire.ClientMessage.Outputs;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientMessageTest {

    @Test
    void readsAcknowledgements() {
        assertThat(ClientMessage.parse("{\"ack\": 0}")).isEqualTo(new Ack(0));
        assertThat(ClientMessage.parse(" {\"ack\":4294967295} ")).isEqualTo(new Ack(4294967295L));
    }

    @Test
    void ignoresUnknownFieldsAndNulls() {
        assertThat(ClientMessage.parse("{\"v\":{\"a\":[1]},\"ack\":3,\"stream_output\":null}")).isEqualTo(new Ack(3));
        assertThat(ClientMessage.parse("{\"ack\":null,\"data_output\":[\"a\",null,\"b\"]}"))
                .isEqualTo(new Outputs(null, List.of("a", "b")));
    }

    @Test
    void readsBothOutputsOfOneMessage() {
        assertThat(ClientMessage.parse("{\"stream_output\":[\"\"],\"data_output\":[]}"))
                .isEqualTo(new Outputs(List.of(""), List.of()));
    }

    @Test
    void readsAnAcknowledgementTogetherWithOutputsInOrder() {
        String both = "{\"data_output\":[\"*\"],\"ack\":9}";
        assertThat(ClientMessage.parseAll(both)).containsExactly(new Ack(9), new Outputs(null, List.of("*")));
        assertThatThrownBy(() -> ClientMessage.parse(both)).isInstanceOf(ProtocolException.class).hasMessageContaining("combines");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{", "[]", "null", "17", "\"ack\"", "{}", "{\"foo\":1}", "{\"ack\":null}", "{\"ack\":-1}",
            "{\"ack\":1.0}", "{\"ack\":1e3}", "{\"ack\":\"1\"}", "{\"ack\":true}", "{\"ack\":9223372036854775808}", "{\"ack\":1} x",
            "{\"ack\":-1,\"data_output\":[]}", "{\"stream_output\":\"image\"}", "{\"data_output\":[1]}", "{\"data_output\":[[]]}",
            "{\"data_output\":{}}"})
    void refusesWhatIsNotUnderstood(String text) {
        assertThatThrownBy(() -> ClientMessage.parse(text)).isInstanceOf(ProtocolException.class);
    }

    @Test
    void refusesTooLongAndTooDeepMessages() {
        String tooLong = "{\"data_output\":[\"" + "a".repeat(ClientMessage.MAX_LENGTH) + "\"]}";
        assertThatThrownBy(() -> ClientMessage.parse(tooLong)).isInstanceOf(ProtocolException.class).hasMessageContaining("cap");
        String tooDeep = "{\"x\":" + "[".repeat(60_000);
        assertThatThrownBy(() -> ClientMessage.parse(tooDeep)).isInstanceOf(ProtocolException.class);
    }

    @Test
    void readsBackWhatItWrites() {
        List<ClientMessage> messages = List.of(new Ack(7), new Outputs(List.of("a \"b\" \u00fc"), null),
                new Outputs(List.of(), List.of("*")));
        for (ClientMessage message : messages) {
            assertThat(ClientMessage.parse(message.encode())).isEqualTo(message);
        }
    }
}
