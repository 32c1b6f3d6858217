package io.github.camelvision.roboflow.webrtc.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FirstCharactersTest {

    @Test
    void aShortTextIsWhole() {
        JsonNode json = JsonNodeFactory.instance.objectNode().put("a", "ü\n").put("n", 1);
        assertThat(FirstCharacters.of(json, 100)).isEqualTo(json.toString());
        assertThat(FirstCharacters.of(json, json.toString().length())).isEqualTo(json.toString());
    }

    @Test
    void ofALongTextThereIsTheBeginning() {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        IntStream.range(0, 100_000).forEach(list::add);
        assertThat(FirstCharacters.of(list, 50)).isEqualTo(list.toString().substring(0, 50) + "…");
        JsonNode text = JsonNodeFactory.instance.textNode("x".repeat(10_000_000));
        assertThat(FirstCharacters.of(text, 10)).isEqualTo("\"xxxxxxxxx…");
    }
}
