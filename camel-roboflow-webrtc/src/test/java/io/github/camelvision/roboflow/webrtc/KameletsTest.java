package io.github.camelvision.roboflow.webrtc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What Camel's catalogue asks of Kamelets, and that their templates fit their properties and the component's options. */
class KameletsTest {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\??(\\w+)}}");

    static Stream<String> kamelets() {
        return Stream.of("source", "events-source", "fleet-source", "action", "sink");
    }

    private static JsonNode read(String type) throws IOException {
        try (InputStream in = KameletsTest.class.getResourceAsStream("/kamelets/roboflow-webrtc-" + type + ".kamelet.yaml")) {
            return new ObjectMapper().valueToTree(new Load(LoadSettings.builder().build()).loadFromInputStream(in));
        }
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void describesItself(String type) throws IOException {
        JsonNode kamelet = read(type);
        assertThat(kamelet.path("apiVersion").asText()).isEqualTo("camel.apache.org/v1");
        assertThat(kamelet.at("/metadata/name").asText()).isEqualTo("roboflow-webrtc-" + type);
        assertThat(kamelet.path("metadata").path("labels").path("camel.apache.org/kamelet.type").asText())
                .isEqualTo(type.replaceFirst("^(events|fleet)-", ""));
        JsonNode annotations = kamelet.path("metadata").path("annotations");
        for (String annotation : List.of("kamelet.support.level", "catalog.version", "kamelet.icon", "provider", "kamelet.group",
                "kamelet.namespace")) {
            assertThat(annotations.path("camel.apache.org/" + annotation).asText()).as(annotation).isNotEmpty().doesNotContain("${");
        }
        assertThat(annotations.path("camel.apache.org/kamelet.icon").asText()).startsWith("data:image/svg+xml;base64,");
        JsonNode definition = kamelet.at("/spec/definition");
        assertThat(definition.path("title").asText()).isNotEmpty();
        assertThat(definition.path("description").asText()).isNotEmpty();
        definition.path("properties").fields().forEachRemaining(property -> {
            assertThat(property.getValue().path("title").asText()).as(property.getKey()).isNotEmpty();
            assertThat(property.getValue().path("description").asText()).as(property.getKey()).endsWith(".");
            assertThat(property.getValue().path("type").asText()).as(property.getKey()).isIn("string", "boolean", "integer");
            if (property.getKey().matches("(?i).*(key|password)")) {
                assertThat(property.getValue().path("format").asText()).as(property.getKey()).isEqualTo("password");
            }
        });
        assertThat(kamelet.at("/spec/dependencies").toString()).contains("mvn:io.github.camelvision:camel-roboflow-webrtc:")
                .doesNotContain("${");
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void usesEveryPropertyAndOnlyOptionsThereAre(String type) throws IOException {
        JsonNode kamelet = read(type);
        Set<String> used = new TreeSet<>();
        Matcher matcher = PLACEHOLDER.matcher(kamelet.at("/spec/template").toString());
        while (matcher.find()) {
            used.add(matcher.group(1));
        }
        Set<String> declared = new TreeSet<>();
        kamelet.at("/spec/definition/properties").fieldNames().forEachRemaining(declared::add);
        assertThat(used).isEqualTo(declared);
        List<String> options = new ArrayList<>();
        kamelet.at("/spec/template").findValues("parameters").forEach(parameters -> parameters.fieldNames().forEachRemaining(options::add));
        JsonNode descriptor;
        try (InputStream in = KameletsTest.class.getResourceAsStream(
                "/META-INF/io/github/camelvision/roboflow/webrtc/"
                        + (type.startsWith("fleet") ? "fleet/roboflow-webrtc-fleet.json" : "client/roboflow-webrtc.json"))) {
            descriptor = new ObjectMapper().readTree(in).path("properties");
        }
        assertThat(options).isNotEmpty().allMatch(descriptor::has);
    }
}
