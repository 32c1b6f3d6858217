package io.github.camelvision.roboflow.webrtc.objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelvision.roboflow.webrtc.core.error.FileTrouble;
import io.github.camelvision.roboflow.webrtc.core.json.Json;
import io.github.camelvision.roboflow.webrtc.core.objects.rules.ObjectRules;
import io.github.camelvision.roboflow.webrtc.core.objects.rules.RulesReader;
import io.github.camelvision.roboflow.webrtc.core.signalling.Redaction;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.support.ResourceHelper;

/** Rules as an option names them. */
public final class RulesOption {

    private static final ObjectMapper JSON = Json.plain();

    /** Enough for any rules. */
    private static final int MOST_BYTES = 16 << 20;

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
            byte[] read = in.readNBytes(MOST_BYTES + 1);
            if (read.length > MOST_BYTES) {
                throw new IOException("it has more than " + MOST_BYTES + " bytes");
            }
            return RulesReader.read(new String(read, StandardCharsets.UTF_8));
        } catch (IOException e) {
            // without the cause, whose message may quote a URL with its password
            throw new IllegalArgumentException("The rules of object events cannot be read from " + Redaction.address(text) + ": "
                    + Redaction.text(FileTrouble.of(e)));
        }
    }

    /** One line without a space or bracket, with a scheme or an ending. */
    private static boolean isResource(String text) {
        return text.trim().matches("(?:[a-zA-Z]+:)?[^\\s{}\\[\\]]+") && text.trim().matches(".*[:.].*");
    }
}
