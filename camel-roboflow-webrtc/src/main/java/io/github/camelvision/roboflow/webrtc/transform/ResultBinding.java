package io.github.camelvision.roboflow.webrtc.transform;

import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * Binds what a workflow returned to a class of the application: the output that the result was narrowed to (option {@code dataField}),
 * else all outputs by their names. Properties that the class does not have are left out.
 */
final class ResultBinding {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    /** Whose classes nobody means to fill from a workflow's output; other converters may know them. */
    private static final List<String> NOT_THE_APPLICATIONS = List.of("java.", "javax.", "jakarta.", "jdk.", "sun.", "com.sun.", "kotlin.",
            "scala.", "groovy.", "org.apache.", "org.springframework.", "org.w3c.", "org.xml.", "org.bytedeco.", "com.fasterxml.",
            "tools.jackson.", "com.google.protobuf.", "io.netty.", "io.vertx.", "io.quarkus.", "io.micrometer.", "io.opentelemetry.",
            "dev.onvoid.", "io.github.camelvision.roboflow.webrtc.core.");

    private ResultBinding() {}

    /** Whether the type is a concrete class of the application's own. */
    static boolean binds(Class<?> type) {
        return !type.isPrimitive() && !type.isArray() && !type.isInterface() && !type.isEnum() && !type.isAnnotation()
                && !Modifier.isAbstract(type.getModifiers())
                && NOT_THE_APPLICATIONS.stream().noneMatch(type.getName()::startsWith);
    }

    /**
     * @throws RoboflowWebrtcException when there is nothing to bind or it does not fit; the message names the place, never the content
     */
    static <T> T bind(InferenceResult result, Class<T> type) {
        String what = result.fieldName() == null ? "The outputs" : "Output '" + result.fieldName() + "'";
        JsonNode payload = result.fieldName() == null ? result.outputs() : result.field(result.fieldName());
        if (payload.isMissingNode() || payload.isNull()) {
            throw new RoboflowWebrtcException(what + " of frame " + result.frameId() + " cannot become a " + type.getName()
                    + ": there is nothing in the result" + (result.errors().isEmpty() ? "" : ", but errors: " + result.errors()));
        }
        refuseStrangers(what, payload, type);
        try {
            return MAPPER.readerFor(type).readValue(payload);
        } catch (IOException e) {
            String where = e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty() ? " at " + path(mapping) : "";
            throw new RoboflowWebrtcException(what + " of frame " + result.frameId() + " does not fit " + type.getName() + where + ": "
                    + firstLine(e), e);
        }
    }

    /** An object without a single property in common would become an empty instance, which helps nobody. */
    private static void refuseStrangers(String what, JsonNode payload, Class<?> type) {
        JavaType javaType = MAPPER.constructType(type);
        BeanDescription bean = MAPPER.getDeserializationConfig().introspect(javaType);
        List<String> properties = bean.findProperties().stream().map(BeanPropertyDefinition::getName).toList();
        if (!payload.isObject() || payload.isEmpty() || properties.isEmpty() || bean.findAnySetterAccessor() != null) {
            return;
        }
        if (properties.stream().noneMatch(payload::has)) {
            List<String> names = StreamSupport.stream(((Iterable<String>) payload::fieldNames).spliterator(), false).limit(20).toList();
            throw new RoboflowWebrtcException(what + " " + names + " and " + type.getName() + " " + properties
                    + " have no name in common; the option dataField chooses one output");
        }
    }

    private static String path(JsonMappingException mapping) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference step : mapping.getPath()) {
            if (step.getFieldName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return path.toString();
    }

    private static String firstLine(IOException e) {
        String message = e instanceof JsonMappingException mapping ? mapping.getOriginalMessage() : e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message.lines().findFirst().orElse("");
    }
}
