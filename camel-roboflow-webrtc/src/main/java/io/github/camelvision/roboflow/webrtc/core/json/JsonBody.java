package io.github.camelvision.roboflow.webrtc.core.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import java.util.Map;

/**
 * What travels as JSON with Roboflow's own field names. Every Jackson mapper writes it as that, in whatever format the mapper writes, and
 * Camel's converters give its text and bytes.
 */
@JsonSerialize(using = JsonBodySerializer.class)
public interface JsonBody {

    /** The JSON in UTF-8. May be shared: do not write into it. */
    byte[] json();

    /**
     * Reads an object as plain Java, with the limits of a result: NaN is allowed, too many values are not.
     *
     * @throws io.github.camelvision.roboflow.webrtc.core.error.ProtocolException when the JSON, in UTF-8, is no object or too large
     */
    static Map<String, Object> read(byte[] json) {
        return Json.map(json);
    }

    /** {@link #json} as a tree. */
    default JsonNode toJsonNode() {
        byte[] json = json();
        return Json.tree(json, 0, json.length);
    }

    /** {@link #json} as plain Java: Map, List, String, Number, Boolean. */
    default Map<String, Object> toMap() {
        return Json.map(json());
    }
}
