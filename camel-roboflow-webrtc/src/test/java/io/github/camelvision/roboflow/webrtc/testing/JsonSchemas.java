package io.github.camelvision.roboflow.webrtc.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import io.github.camelvision.roboflow.webrtc.core.objects.ObjectEvent;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Message;

/** JSON that must be as a schema says, formats of times and URIs included. */
public final class JsonSchemas {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
    private static final SchemaValidatorsConfig STRICT = SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();

    private static final JsonSchema OBJECT_EVENT = SCHEMAS.getSchema(
            ObjectEvent.class.getResourceAsStream("/io/github/camelvision/roboflow/webrtc/object-event.schema.json"), STRICT);

    /** What version 1.0 of CloudEvents says of its attributes, sections 3.1.1 and 3.1.2. */
    private static final JsonSchema CLOUD_EVENT = SCHEMAS.getSchema("""
            {"required": ["ID", "Source", "Version", "Type"],
             "properties": {
               "ID": {"type": "string", "minLength": 1},
               "Source": {"type": "string", "minLength": 1, "format": "uri-reference"},
               "Version": {"const": "1.0"},
               "Type": {"type": "string", "minLength": 1},
               "Subject": {"type": "string", "minLength": 1},
               "Time": {"type": "string", "format": "date-time"},
               "DataContentType": {"type": "string", "pattern": "^[a-z]+/[a-z]+$"}},
             "additionalProperties": false}
            """, STRICT);

    private JsonSchemas() {}

    public static void assertObjectEvent(JsonNode event) {
        assertThat(OBJECT_EVENT.validate(event)).as("%s", event).isEmpty();
    }

    /** The message has a CloudEvent's attributes in the headers of camel-cloudevents. */
    public static void assertCloudEvent(Message message) {
        String prefix = "CamelCloudEvent";
        Map<String, Object> attributes = new TreeMap<>();
        message.getHeaders().forEach((name, value) -> {
            if (name.startsWith(prefix)) {
                attributes.put(name.substring(prefix.length()), value);
            }
        });
        assertThat(CLOUD_EVENT.validate(JSON.valueToTree(attributes))).as("%s", attributes).isEmpty();
    }
}
