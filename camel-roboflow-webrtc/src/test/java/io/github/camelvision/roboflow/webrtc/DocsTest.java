package io.github.camelvision.roboflow.webrtc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.testing.Descriptor;
import io.github.camelvision.roboflow.webrtc.testing.EndpointDslSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The tables in docs/ and the endpoint DSL say what the components' descriptors say. */
class DocsTest {

    private static final String UPDATE = "./mvnw -pl camel-roboflow-webrtc test -Dtest=*DocsTest -Ddocs.update=true";
    private static final String PACKAGE = "io.github.camelvision.roboflow.webrtc";
    private static final Path ROOT = Path.of("..");

    private final Descriptor client = Descriptor.of("client/roboflow-webrtc");
    private final Descriptor fleet = Descriptor.of("fleet/roboflow-webrtc-fleet");
    private final Descriptor worker = Descriptor.of("worker/roboflow-webrtc-worker");

    DocsTest() throws IOException {}

    @Test
    void readmeIsReadInAMinute() throws IOException {
        assertThat(Files.readAllLines(ROOT.resolve("README.md"))).hasSizeLessThan(120);
    }

    @Test
    void theClientsPageHasEveryOptionAndHeader() throws IOException {
        assertComponentPage("docs/roboflow-webrtc-component.adoc", client);
    }

    @Test
    void theWorkersPageHasEveryOptionAndHeader() throws IOException {
        assertComponentPage("docs/roboflow-webrtc-worker-component.adoc", worker);
    }

    @Test
    void theFleetsPageHasEveryOptionAndHeaderOfItsOwn() throws IOException {
        assertSection("docs/fleet.adoc", "endpoint options", fleet.endpointOptionsBeyond(client));
        assertSection("docs/fleet.adoc", "headers", fleet.headers());
    }

    @Test
    void theExampleOfATestIsATest() throws IOException {
        String source = Files.readString(Path.of("src/test/java/io/github/camelvision/roboflow/webrtc/TestYourRouteTest.java"));
        String region = source.substring(source.indexOf("[]\n") + 3, source.indexOf("// end::"));
        // with an attribute, since it is a whole class, which is compiled and run where it stands
        assertSection("docs/test-your-route.adoc", "junit5", "[source%nowrap,java]\n----\n" + region + "----\n");
    }

    @Test
    void theEndpointDslHasEveryOption() throws IOException {
        assertGenerated("client/RoboflowWebrtcEndpointBuilder",
                EndpointDslSource.of("client/roboflow-webrtc", PACKAGE + ".client", "roboflowWebrtc"));
        assertGenerated("fleet/RoboflowWebrtcFleetEndpointBuilder",
                EndpointDslSource.of("fleet/roboflow-webrtc-fleet", PACKAGE + ".fleet", "roboflowWebrtcFleet"));
        assertGenerated("worker/RoboflowWebrtcWorkerEndpointBuilder",
                EndpointDslSource.of("worker/roboflow-webrtc-worker", PACKAGE + ".worker", "roboflowWebrtcWorker"));
    }

    /** Compares, or replaces, a source file. */
    private static void assertGenerated(String name, String expected) throws IOException {
        Path file = Path.of("src/generated/java/" + PACKAGE.replace('.', '/') + "/" + name + ".java");
        if (Boolean.getBoolean("docs.update")) {
            Files.writeString(file, expected);
        }
        assertThat(file).content().as("%s is stale; to update it: %s", file, UPDATE).isEqualTo(expected);
    }

    private static void assertComponentPage(String page, Descriptor component) throws IOException {
        assertSection(page, "endpoint options", component.endpointOptions());
        assertSection(page, "component options", component.componentOnlyOptions());
        assertSection(page, "headers", component.headers());
    }

    /** Compares, or replaces, what is between the markers. */
    static void assertSection(String page, String name, String expected) throws IOException {
        Path file = ROOT.resolve(page);
        String begin = "// generated: " + name + "\n";
        String end = "// end: " + name + "\n";
        String text = Files.readString(file);
        assertThat(text).as("markers of %s in %s", name, page).containsOnlyOnce(begin).containsOnlyOnce(end);
        int from = text.indexOf(begin) + begin.length();
        int to = text.indexOf(end);
        if (Boolean.getBoolean("docs.update")) {
            text = text.substring(0, from) + expected + text.substring(to);
            Files.writeString(file, text);
            to = text.indexOf(end);
        }
        assertThat(text.substring(from, to)).as("%s of %s is stale; to update it: %s", name, page, UPDATE).isEqualTo(expected);
    }
}
