package io.github.camelvision.roboflow.webrtc.core.json;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;

/** Texts that people write: JSON, where comments are allowed, or YAML, whose library may be absent. A name may be given once only. */
public final class JsonOrYaml {

    private JsonOrYaml() {}

    /**
     * @param what the text is, for messages: {@code The rules of object events}
     * @throws IllegalArgumentException naming line and column; never quotes the text
     */
    public static JsonNode read(String text, String what) {
        String trimmed = text.trim();
        ObjectMapper mapper = trimmed.startsWith("{") || trimmed.startsWith("/") ? json() : yaml(what);
        try {
            return mapper.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).readTree(text);
        } catch (JacksonException e) {
            String where = e.getLocation() == null ? "" : " (line " + e.getLocation().getLineNr() + ", column "
                    + e.getLocation().getColumnNr() + ")";
            // without the parser's exception, which quotes the text in its own message
            throw new IllegalArgumentException(what + " are neither JSON nor YAML: " + withoutQuotes(e.getOriginalMessage()) + where);
        }
    }

    /** What the parser says, but for what it quotes: the text may hold secrets. Names that are given twice are told. */
    private static String withoutQuotes(String message) {
        String first = message == null ? "" : message.lines().findFirst().orElse("");
        return first.startsWith("Duplicate field") ? first
                : first.replaceAll(" \\(start marker at .*", "").replaceAll("'[^']*'|\"[^\"]*\"", "'...'");
    }

    private static ObjectMapper json() {
        return JsonMapper.builder().enable(JsonReadFeature.ALLOW_JAVA_COMMENTS).enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
    }

    private static ObjectMapper yaml(String what) {
        try {
            return Yaml.mapper();
        } catch (NoClassDefFoundError e) {
            throw new IllegalArgumentException(what + " in YAML need the library "
                    + "com.fasterxml.jackson.dataformat:jackson-dataformat-yaml: add it, or write JSON", e);
        }
    }

    /** A class of its own: the JVM looks for the library when it verifies the code that uses it. */
    private static final class Yaml {

        static ObjectMapper mapper() {
            return new ObjectMapper(YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build());
        }
    }
}
