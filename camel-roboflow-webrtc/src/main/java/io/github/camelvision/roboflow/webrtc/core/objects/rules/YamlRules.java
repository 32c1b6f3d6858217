package io.github.camelvision.roboflow.webrtc.core.objects.rules;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;

/** YAML, whose library may be absent. */
final class YamlRules {

    private YamlRules() {}

    static ObjectMapper mapper() {
        try {
            return new ObjectMapper(new YAMLFactory());
        } catch (NoClassDefFoundError e) {
            throw new IllegalArgumentException("Rules of object events in YAML need the library "
                    + "com.fasterxml.jackson.dataformat:jackson-dataformat-yaml: add it, or write the rules as JSON", e);
        }
    }
}
