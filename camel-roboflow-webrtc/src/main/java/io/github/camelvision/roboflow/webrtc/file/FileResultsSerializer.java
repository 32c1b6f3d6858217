package io.github.camelvision.roboflow.webrtc.file;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import io.github.camelvision.roboflow.webrtc.core.json.XmlRoot;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import java.io.IOException;

/** Writes the results of a file as a list, while they arrive. */
final class FileResultsSerializer extends JsonSerializer<FileResults> {

    @Override
    public void serialize(FileResults results, JsonGenerator generator, SerializerProvider provider) throws IOException {
        boolean xml = XmlRoot.needed(generator);
        if (xml) {
            generator.writeStartObject();
            generator.writeFieldName("result");
        }
        generator.writeStartArray();
        for (InferenceResult result : results) {
            provider.defaultSerializeValue(result, generator);
        }
        generator.writeEndArray();
        if (xml) {
            generator.writeEndObject();
        }
    }

    /** Without a type: the form is Roboflow's. */
    @Override
    public void serializeWithType(FileResults results, JsonGenerator generator, SerializerProvider provider, TypeSerializer type)
            throws IOException {
        serialize(results, generator, provider);
    }
}
