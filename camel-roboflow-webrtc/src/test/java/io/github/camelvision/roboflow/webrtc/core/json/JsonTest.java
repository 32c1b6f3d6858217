package io.github.camelvision.roboflow.webrtc.core.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonTest {

    private final ObjectMapper counting = Json.counting();

    /** Of both ways to count, neither is far below the other. */
    @Test
    void aTreeIsCountedBeforeItIsMadeAndAfterwards() throws IOException {
        for (String json : List.of("{}", "[" + "{},".repeat(999) + "0]", "{\"a\":{\"b\":[1,2,{\"c\":\"text\"}]}}",
                "{\"text\":\"" + "x".repeat(1000) + "\"}")) {
            byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
            long before = Json.treeBytes(bytes);
            long after = Json.treeBytes(Json.counting().readTree(bytes));
            assertThat(before).isBetween(after / 2, after * 2 + 2L * bytes.length);
        }
    }

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
