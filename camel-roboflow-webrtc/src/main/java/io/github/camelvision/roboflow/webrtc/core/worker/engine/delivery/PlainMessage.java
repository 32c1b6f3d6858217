package io.github.camelvision.roboflow.webrtc.core.worker.engine.delivery;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.camelvision.roboflow.webrtc.core.wire.MessageBuffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A result as the Stream Manager sends it (docs/protocol.adoc#stream-manager-session): the value of one output, as JSON, or as it is when
 * it is a text. Pure.
 */
final class PlainMessage {

    private static final JsonFactory JSON = new JsonFactory();

    private PlainMessage() {}

    /**
     * @param message an object with the selected output; null when there is none
     * @return UTF-8; null when nothing is to be sent
     */
    static byte[] of(MessageBuffer message) {
        if (message == null) {
            return null;
        }
        byte[] outputs = message.bytes();
        try (JsonParser parser = JSON.createParser(outputs)) {
            parser.nextToken();
            if (parser.nextToken() != JsonToken.FIELD_NAME) {
                return null;
            }
            JsonToken value = parser.nextToken();
            if (value == JsonToken.VALUE_STRING) {
                return parser.getText().getBytes(StandardCharsets.UTF_8);
            }
            int from = (int) parser.currentTokenLocation().getByteOffset();
            parser.skipChildren();
            // a number ends only where the next token begins: the selector writes no blanks
            JsonToken next = parser.nextToken();
            int to = (int) parser.currentTokenLocation().getByteOffset();
            return Arrays.copyOfRange(outputs, from, next == JsonToken.FIELD_NAME ? to - 1 : to);
        } catch (IOException e) {
            throw new IllegalStateException("The selector wrote something else than JSON", e);
        }
    }
}
