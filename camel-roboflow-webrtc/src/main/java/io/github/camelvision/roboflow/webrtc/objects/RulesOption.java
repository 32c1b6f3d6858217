package io.github.camelvision.roboflow.webrtc.objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelvision.roboflow.webrtc.core.json.Json;
import io.github.camelvision.roboflow.webrtc.core.objects.rules.ObjectRules;
import io.github.camelvision.roboflow.webrtc.core.objects.rules.RulesReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.support.ResourceHelper;

/** Rules as an option names them. */
public final class RulesOption {

    private static final ObjectMapper JSON = Json.plain();

    private RulesOption() {}

    /**
     * @param value text that is JSON or YAML, the name of a resource ({@code classpath:}, {@code file:}, or another scheme that Camel
     *        reads), a Map, a tree, or rules; null: nothing but objects that appear and end
     * @throws IllegalArgumentException that names the place of a mistake
     */
    public static ObjectRules read(Object value, CamelContext context) {
        if (value == null) {
            return ObjectRules.DEFAULT;
        }
        if (value instanceof ObjectRules rules) {
            return rules;
        }
        if (value instanceof JsonNode tree) {
            return RulesReader.of(tree);
        }
        if (value instanceof Map<?, ?> map) {
            return RulesReader.of(JSON.valueToTree(map));
        }
        String text = value.toString();
        if (!isResource(text)) {
            return RulesReader.read(text);
        }
        try (InputStream in = ResourceHelper.resolveMandatoryResourceAsInputStream(context, text.trim())) {
            return RulesReader.read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalArgumentException("The rules of object events cannot be read from " + text + ": " + e.getMessage(), e);
        }
    }

    /** One line without a space or bracket, with a scheme or an ending. */
    private static boolean isResource(String text) {
        return text.trim().matches("(?:[a-zA-Z]+:)?[^\\s{}\\[\\]]+") && text.trim().matches(".*[:.].*");
    }
}
