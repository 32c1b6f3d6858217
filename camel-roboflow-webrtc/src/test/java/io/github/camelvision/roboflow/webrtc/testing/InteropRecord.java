package io.github.camelvision.roboflow.webrtc.testing;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * One cell of the interoperability matrix, as a file in {@code target/interop}; {@code .ci/InteropTable.java} makes the table of them.
 *
 * @param sent     frames that were sent, that the file has, or that the server took from a stream until enough were answered
 * @param answered frames whose result, with the right number, reached the client
 */
public record InteropRecord(String client, String server, String source, String output, long sent, long answered) {

    public void write() throws IOException {
        Path directory = Files.createDirectories(Path.of("target", "interop"));
        String name = String.join("-", client, server, source, output).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(directory.resolve(name + ".json").toFile(), this);
        System.out.println(this);
    }
}
