package io.github.camelvision.roboflow.webrtc.examples.browser;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a case of the interoperability matrix measured, as {@code target/interop/browser-<case>.json}. */
final class InteropRecord {

    private InteropRecord() {}

    /**
     * @param source what the frames came from, in the words of the SDK
     * @param output which outputs were asked for
     * @param sent frames that the client sent, or that the source has
     * @param answered frames whose result reached the page
     */
    static void write(String name, String source, String output, long sent, long answered) throws IOException {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("client", "@roboflow/inference-sdk 0.1.13 in Chromium");
        fields.put("server", "Java worker");
        fields.put("source", source);
        fields.put("output", output);
        fields.put("sent", sent);
        fields.put("answered", answered);
        Path directory = Files.createDirectories(Path.of("target", "interop"));
        new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(directory.resolve("browser-" + name + ".json").toFile(), fields);
    }
}
