package io.github.camelvision.roboflow.webrtc.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Renders the options and headers of a component's JSON descriptor as tables for the documentation. */
public final class Descriptor {

    private static final String ROOT = "/META-INF/io/github/camelvision/roboflow/webrtc/";

    private final JsonNode json;

    private Descriptor(JsonNode json) {
        this.json = json;
    }

    /** @param path below the library's root package, without {@code .json} */
    public static Descriptor of(String path) throws IOException {
        try (InputStream in = Descriptor.class.getResourceAsStream(ROOT + path + ".json")) {
            return new Descriptor(new ObjectMapper().readTree(in));
        }
    }

    /** Endpoint options as an AsciiDoc table. */
    public String endpointOptions() {
        return table(options("properties"), "Option");
    }

    /** Endpoint options that another component's endpoints do not have. */
    public String endpointOptionsBeyond(Descriptor other) {
        Map<String, JsonNode> own = options("properties");
        own.keySet().removeAll(other.options("properties").keySet());
        return table(own, "Option");
    }

    /** Options that only the component has. */
    public String componentOnlyOptions() {
        Map<String, JsonNode> own = options("componentProperties");
        own.keySet().removeAll(options("properties").keySet());
        return table(own, "Option");
    }

    public String headers() {
        return table(options("headers"), "Header");
    }

    private static String table(Map<String, JsonNode> rows, String title) {
        StringBuilder table = new StringBuilder("[cols=\"3,2,7,3\",options=\"header\"]\n|===\n| ").append(title)
                .append(" | Default | Description | Type\n");
        rows.forEach((name, row) -> {
            String value = defaultOf(row);
            table.append("\n| `").append(shownName(name, row)).append("`\n| ").append(value.isEmpty() ? "" : "`+" + value + "+`")
                    .append("\n| ").append(label(row)).append(description(row).replace("|", "{vbar}"))
                    .append("\n| ").append(type(row)).append('\n');
        });
        return table.append("|===\n").toString();
    }

    private Map<String, JsonNode> options(String section) {
        Map<String, JsonNode> all = new LinkedHashMap<>();
        json.path(section).fields().forEachRemaining(entry -> all.put(entry.getKey(), entry.getValue()));
        return all;
    }

    private static String shownName(String name, JsonNode option) {
        return option.path("multiValue").asBoolean() ? option.get("prefix").asText() + "*" : name;
    }

    /** Of an optional flag the descriptor says false where the option means: not decided. */
    private static String defaultOf(JsonNode option) {
        return "java.lang.Boolean".equals(option.path("javaType").asText()) ? "" : option.path("defaultValue").asText();
    }

    private static String description(JsonNode option) {
        String text = option.get("description").asText();
        return text.endsWith(".") ? text : text + ".";
    }

    private static String label(JsonNode row) {
        List<String> labels = new ArrayList<>(Arrays.asList(row.path("label").asText().split(",")));
        labels.removeIf(String::isBlank);
        if (row.path("required").asBoolean()) {
            labels.add("required");
        }
        return labels.isEmpty() ? "" : "_" + String.join(", ", labels) + "_: ";
    }

    private static String type(JsonNode row) {
        if (row.has("enum")) {
            return StreamSupport.stream(row.get("enum").spliterator(), false).map(v -> "`" + v.asText() + "`")
                    .collect(Collectors.joining(", "));
        }
        if ("duration".equals(row.path("type").asText())) {
            return "duration";
        }
        String type = row.get("javaType").asText();
        int generic = type.indexOf('<');
        String raw = generic < 0 ? type : type.substring(0, generic);
        return raw.substring(raw.lastIndexOf('.') + 1);
    }
}
