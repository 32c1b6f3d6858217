package io.github.camelvision.roboflow.webrtc.springboot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Writes the class of a component's Spring Boot properties, and their defaults for IDEs, from the component's JSON descriptor. */
final class ComponentProperties {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DESCRIPTORS = "/META-INF/io/github/camelvision/roboflow/webrtc/";
    private static final int LINE = 134;

    private final String scheme;
    private final String className;
    private final Map<String, JsonNode> options = new TreeMap<>();

    /** @param packagePath of the component below the library's root package, ending in a slash; empty for the root itself */
    ComponentProperties(String packagePath, String scheme, String className) throws IOException {
        this.scheme = scheme;
        this.className = className;
        try (InputStream in = ComponentProperties.class.getResourceAsStream(DESCRIPTORS + packagePath + scheme + ".json")) {
            JSON.readTree(in).get("componentProperties").fields().forEachRemaining(o -> options.put(o.getKey(), o.getValue()));
        }
    }

    String className() {
        return className;
    }

    String prefix() {
        return "camel.component." + scheme;
    }

    Set<String> optionNames() {
        return options.keySet();
    }

    /** The source of the properties class. Every field is null until set, so that only what was set reaches the component. A
     * property that there is not fails the start. */
    String source() {
        Set<String> imports = new TreeSet<>(List.of(
                "org.apache.camel.spring.boot.ComponentConfigurationPropertiesCommon",
                "org.springframework.boot.context.properties.ConfigurationProperties"));
        StringBuilder fields = new StringBuilder();
        StringBuilder accessors = new StringBuilder();
        options.forEach((name, option) -> {
            String type = type(option, imports);
            String upper = Character.toUpperCase(name.charAt(0)) + name.substring(1);
            fields.append(javadoc(option.get("description").asText()))
                    .append("    private ").append(type).append(' ').append(name).append(";\n");
            accessors.append("\n    public ").append(type).append(" get").append(upper).append("() {\n        return ")
                    .append(name).append(";\n    }\n\n    public void set").append(upper).append('(').append(type).append(' ')
                    .append(name).append(") {\n        this.").append(name).append(" = ").append(name).append(";\n    }\n");
        });
        StringBuilder source = new StringBuilder("package ").append(getClass().getPackageName()).append(";\n\n");
        imports.forEach(i -> source.append("import ").append(i).append(";\n"));
        return source.append("\n/**\n * Options of the component {@code ").append(scheme)
                .append("}; what is not set here keeps the component's default.\n *\n")
                .append(" * <p>Generated from the component's descriptor by ComponentPropertiesTest, which says how to update it.\n */\n")
                .append("@ConfigurationProperties(prefix = \"").append(prefix()).append("\", ignoreUnknownFields = false)\n")
                .append("public class ").append(className).append(" extends ComponentConfigurationPropertiesCommon {\n\n")
                .append(fields).append(accessors).append("}\n").toString();
    }

    /** The entries of additional-spring-configuration-metadata.json: defaults, which null fields cannot tell. */
    void addDefaultsTo(ArrayNode properties) {
        options.forEach((name, option) -> {
            // Of an optional flag the descriptor says false where the component means: not decided.
            boolean optionalFlag = "java.lang.Boolean".equals(option.get("javaType").asText());
            if (option.has("defaultValue") && !optionalFlag) {
                ObjectNode property = properties.addObject();
                property.put("name", prefix() + "." + dashed(name));
                JsonNode value = option.get("defaultValue");
                property.set("defaultValue", value);
            }
        });
    }

    /** The hints of additional-spring-configuration-metadata.json: what an option with a fixed set of values takes. */
    void addHintsTo(ArrayNode hints) {
        options.forEach((name, option) -> {
            if (option.has("enum")) {
                ArrayNode values = hints.addObject().put("name", prefix() + "." + dashed(name)).putArray("values");
                option.get("enum").forEach(value -> values.addObject().put("value", value.asText()));
            }
        });
    }

    /** {@code apiUrl} as Spring spells it: {@code api-url}. */
    static String dashed(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }

    private static String type(JsonNode option, Set<String> imports) {
        String javaType = option.get("javaType").asText();
        switch (option.get("type").asText()) {
            case "string":
                return "String";
            case "boolean":
                return "Boolean";
            case "integer":
                return "long".equals(javaType) || "java.lang.Long".equals(javaType) ? "Long" : "Integer";
            case "number":
                return "Double";
            case "duration":
                return imported("java.time.Duration", imports);
            default:
                if (javaType.startsWith("java.util.Map<")) {
                    return imported("java.util.Map", imports) + "<String, Object>";
                }
                // Spring's metadata leaves out properties of type Object; what a property file can say is text anyway.
                return "java.lang.Object".equals(javaType) ? "String" : imported(javaType, imports);
        }
    }

    private static String imported(String type, Set<String> imports) {
        if (!type.startsWith("java.lang.")) {
            imports.add(type);
        }
        return type.substring(type.lastIndexOf('.') + 1);
    }

    private static String javadoc(String text) {
        String escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("@", "&#64;").replace("*/", "*&#47;");
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : escaped.split(" ")) {
            if (line.length() + word.length() + 1 > LINE - 7 && line.length() > 0) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.length() == 0 ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return "    /**\n     * " + String.join("\n     * ", lines) + "\n     */\n";
    }
}
