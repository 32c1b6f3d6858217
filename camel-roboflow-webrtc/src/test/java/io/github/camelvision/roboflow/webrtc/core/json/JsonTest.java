package io.github.camelvision.roboflow.webrtc.core.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class JsonTest {

    private final ObjectMapper counting = Json.counting();

    /** A request of 1 MiB could otherwise become a tree of 100 MB. */
    @Test
    void treesOfWhatPeersSendHaveALimitOfNodes() throws Exception {
        assertThat(counting.readTree("[" + "0,".repeat(1000) + "0]")).hasSize(1001);
        String many = "[" + "0,".repeat((int) Json.MAX_TOKENS) + "0]";
        assertThatThrownBy(() -> counting.readTree(many)).isInstanceOf(StreamConstraintsException.class);
        String deep = "[".repeat(201) + "]".repeat(201);
        assertThatThrownBy(() -> counting.readTree(deep)).isInstanceOf(StreamConstraintsException.class);
    }
}
