package io.github.camelvision.roboflow.webrtc.testing;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** What a test measured, as a file in {@code target/<table>}; {@code .ci/MeasuredTables.java} makes tables of docs/ of them. */
public final class MeasuredRow {

    private MeasuredRow() {}

    /**
     * @param table name of the table
     * @param key what tells the row from others
     * @param fields a map or record: key and numbers by the names that {@code .ci/MeasuredTables.java} knows
     */
    public static void write(String table, String key, Object fields) {
        try {
            Path directory = Files.createDirectories(Path.of("target", table));
            String name = key.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
            new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(directory.resolve(name + ".json").toFile(), fields);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        System.out.println(fields);
    }
}
