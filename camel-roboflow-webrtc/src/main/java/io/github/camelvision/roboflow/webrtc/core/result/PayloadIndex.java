package io.github.camelvision.roboflow.webrtc.core.result;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.camelvision.roboflow.webrtc.core.error.ProtocolException;
import io.github.camelvision.roboflow.webrtc.core.json.Json;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Where each output of a result's payload lies in the received message. */
final class PayloadIndex {

    /** A workflow has tens of outputs. */
    static final int MAX_FIELDS = 10_000;

    private PayloadIndex() {}

    /**
     * @param from offset of the value's first byte
     * @param to offset after its last byte
     * @param base64From offset of the image's base64 text, after the opening quote; -1 when the value is no image
     * @param base64To offset of its closing quote
     */
    record Field(int from, int to, int base64From, int base64To) {

        boolean isImage() {
            return base64From >= 0;
        }
    }

    /** Fields by name, in the order of the message; a repeated name means its last value. Empty when the payload is no object. */
    static Map<String, Field> scan(byte[] json, int from, int to) {
        Map<String, Field> fields = new LinkedHashMap<>();
        if (from < 0) {
            return fields;
        }
        try (JsonParser parser = Json.parser(json, from, to)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return fields;
            }
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                fields.put(name, field(parser, from));
                if (fields.size() > MAX_FIELDS) {
                    throw new ProtocolException("serialized_output_data has more than " + MAX_FIELDS + " fields");
                }
            }
            return fields;
        } catch (IOException e) {
            throw Json.unreadable(e);
        }
    }

    private static Field field(JsonParser parser, int base) throws IOException {
        JsonToken token = parser.nextToken();
        int start = base + Json.tokenStart(parser);
        if (token != JsonToken.START_OBJECT) {
            return new Field(start, base + Json.valueEnd(parser), -1, -1);
        }
        boolean base64 = false;
        int valueFrom = -1;
        int valueTo = -1;
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            boolean string = parser.nextToken() == JsonToken.VALUE_STRING;
            if (name.equals("type")) {
                base64 = string && parser.getText().equals("base64");
            } else if (name.equals("value")) {
                valueFrom = string ? base + Json.tokenStart(parser) + 1 : -1;
                valueTo = base + Json.valueEnd(parser) - 1;
            }
            parser.skipChildren();
        }
        int end = base + Json.valueEnd(parser);
        return base64 && valueFrom >= 0 ? new Field(start, end, valueFrom, valueTo) : new Field(start, end, -1, -1);
    }
}
