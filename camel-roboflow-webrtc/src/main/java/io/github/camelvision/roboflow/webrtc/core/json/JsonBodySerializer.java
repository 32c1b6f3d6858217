package io.github.camelvision.roboflow.webrtc.core.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import java.io.IOException;

/** Writes a {@link JsonBody} token by token, so that it becomes XML or CBOR where a mapper writes these. */
final class JsonBodySerializer extends JsonSerializer<JsonBody> {

    @Override
    public void serialize(JsonBody body, JsonGenerator generator, SerializerProvider provider) throws IOException {
        byte[] json = body.json();
        if (json[0] == '[' && XmlRoot.needed(generator)) {
            generator.writeStartObject();
            generator.writeFieldName("item");
            Json.copy(json, generator);
            generator.writeEndObject();
        } else {
            Json.copy(json, generator);
        }
    }

    /** Without a type: the form is Roboflow's. */
    @Override
    public void serializeWithType(JsonBody body, JsonGenerator generator, SerializerProvider provider, TypeSerializer type)
            throws IOException {
        serialize(body, generator, provider);
    }
}
