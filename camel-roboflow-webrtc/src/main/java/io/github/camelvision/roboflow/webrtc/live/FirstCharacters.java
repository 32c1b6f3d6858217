package io.github.camelvision.roboflow.webrtc.live;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelvision.roboflow.webrtc.core.json.Json;
import java.io.IOException;
import java.io.Writer;

/** The beginning of a JSON text, which is not written any further than that: an output may have as many bytes as its message. */
final class FirstCharacters extends Writer {

    private static final ObjectMapper JSON = Json.plain();

    private final StringBuilder text = new StringBuilder();
    private final int most;

    private FirstCharacters(int most) {
        this.most = most;
    }

    /** Tells the generator to stop. */
    private static final class Enough extends IOException {

        private static final long serialVersionUID = 1;
    }

    /** The first {@code most} characters, and a mark where there are more. */
    static String of(JsonNode json, int most) {
        FirstCharacters first = new FirstCharacters(most);
        try {
            JsonGenerator generator = JSON.getFactory().createGenerator(first);
            JSON.writeTree(generator, json);
            generator.flush();
            return first.text.toString();
        } catch (Enough e) {
            return first.text + "…";
        } catch (IOException e) {
            return "(" + e.getClass().getSimpleName() + ")";
        }
    }

    @Override
    public void write(char[] characters, int from, int length) throws IOException {
        int room = most - text.length();
        text.append(characters, from, Math.min(room, length));
        if (length > room) {
            throw new Enough();
        }
    }

    @Override
    public void flush() {
        // it is in memory
    }

    @Override
    public void close() {
        // it is in memory
    }
}
