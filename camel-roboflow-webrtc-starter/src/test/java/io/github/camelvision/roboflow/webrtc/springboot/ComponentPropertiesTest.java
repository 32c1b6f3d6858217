package io.github.camelvision.roboflow.webrtc.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The starter's property classes and metadata say what the components say. */
class ComponentPropertiesTest {

    static final String UPDATE = "./mvnw -pl camel-roboflow-webrtc-starter -am test -Dtest=ComponentPropertiesTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Ddocs.update=true";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path ADDITIONAL = Path.of("src/main/resources/META-INF/additional-spring-configuration-metadata.json");

    @Test
    void thePropertyClassesAreThoseOfTheDescriptors() throws IOException {
        for (ComponentProperties component : components()) {
            Path file = Path.of("src/main/java", getClass().getPackageName().split("\\."))
                    .resolve(component.className() + ".java");
            assertCurrent(file, component.source());
        }
    }

    @Test
    void theMetadataHasTheDefaultsAndChoicesOfTheDescriptors() throws IOException {
        ObjectNode metadata = JSON.createObjectNode();
        for (ComponentProperties component : components()) {
            component.addDefaultsTo(metadata.withArray("properties"));
            component.addHintsTo(metadata.withArray("hints"));
        }
        DefaultIndenter indent = new DefaultIndenter("  ", "\n");
        String json = JSON.writer(new DefaultPrettyPrinter().withObjectIndenter(indent).withArrayIndenter(indent))
                .writeValueAsString(metadata);
        assertCurrent(ADDITIONAL, json + "\n");
    }

    @Test
    void ideMetadataDescribesEveryOption() throws IOException {
        Map<String, JsonNode> described = new HashMap<>();
        try (var in = getClass().getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
            JsonNode metadata = JSON.readTree(in);
            metadata.get("properties").forEach(property -> described.put(property.get("name").asText(), property));
            assertThat(metadata.get("hints")).anySatisfy(hint -> {
                assertThat(hint.get("name").asText()).isEqualTo("camel.component.roboflow-webrtc.overflow");
                assertThat(hint.get("values").findValuesAsText("value")).contains("dropOldest", "block", "fail");
            });
        }
        for (ComponentProperties component : components()) {
            for (String option : component.optionNames()) {
                String name = component.prefix() + "." + ComponentProperties.dashed(option);
                assertThat(described).containsKey(name);
                assertThat(described.get(name).path("description").asText()).as(name).isNotBlank();
            }
        }
        assertThat(described.get("camel.component.roboflow-webrtc.queue-size").get("defaultValue").asInt()).isEqualTo(8);
    }

    private static List<ComponentProperties> components() throws IOException {
        return List.of(
                new ComponentProperties("client/", "roboflow-webrtc", "RoboflowWebrtcComponentConfiguration"),
                new ComponentProperties("fleet/", "roboflow-webrtc-fleet", "RoboflowWebrtcFleetComponentConfiguration"),
                new ComponentProperties("worker/", "roboflow-webrtc-worker", "RoboflowWebrtcWorkerComponentConfiguration"));
    }

    private static void assertCurrent(Path file, String expected) throws IOException {
        if (Boolean.getBoolean("docs.update")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, expected);
        }
        assertThat(file).as("%s is stale; to update it: %s", file, UPDATE).content().isEqualTo(expected);
    }
}
