package io.github.camelvision.roboflow.webrtc.examples.kubernetes;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The manifests of this module as Kubernetes' objects, the application's files in them, and the image's command. */
final class Manifests {

    static final Path DIRECTORY = Path.of("manifests");

    private static final Map<String, Class<? extends HasMetadata>> KINDS = Map.of("v1 ConfigMap", ConfigMap.class,
            "v1 Service", Service.class, "apps/v1 StatefulSet", StatefulSet.class, "apps/v1 Deployment", Deployment.class,
            "policy/v1 PodDisruptionBudget", PodDisruptionBudget.class,
            "autoscaling/v2 HorizontalPodAutoscaler", HorizontalPodAutoscaler.class);
    private static final Pattern ENTRYPOINT = Pattern.compile("(?m)^ENTRYPOINT (\\[(?:[^\\]]|\\\\\\n)*\\])");

    /** Kubernetes' models keep unknown fields in a map: here they are mistakes. */
    private static final ObjectMapper STRICT = JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .annotationIntrospector(new JacksonAnnotationIntrospector() {

                @Override
                public Boolean hasAnySetter(Annotated annotated) {
                    return false;
                }
            }).build();

    private Manifests() {}

    /** @throws IllegalArgumentException when a field or kind is not Kubernetes' own */
    static List<HasMetadata> parse(String yaml) {
        List<HasMetadata> objects = new ArrayList<>();
        for (Object document : yaml(yaml)) {
            Map<?, ?> fields = (Map<?, ?>) document;
            Class<? extends HasMetadata> kind = KINDS.get(fields.get("apiVersion") + " " + fields.get("kind"));
            if (kind == null) {
                throw new IllegalArgumentException("unknown kind " + fields.get("apiVersion") + " " + fields.get("kind"));
            }
            objects.add(STRICT.convertValue(fields, kind));
        }
        return objects;
    }

    static Iterable<Object> yaml(String text) {
        return new Load(LoadSettings.builder().setAllowDuplicateKeys(false).build()).loadAllFromString(text);
    }

    static List<HasMetadata> file(String name) {
        return parse(text(DIRECTORY.resolve(name)));
    }

    /** The only object of this kind in the file. */
    static <T extends HasMetadata> T only(String file, Class<T> kind) {
        List<T> found = file(file).stream().filter(kind::isInstance).map(kind::cast).toList();
        if (found.size() != 1) {
            throw new IllegalArgumentException(file + " has " + found.size() + " of " + kind.getSimpleName());
        }
        return found.get(0);
    }

    static PodTemplateSpec pod(HasMetadata workload) {
        return workload instanceof StatefulSet set ? set.getSpec().getTemplate() : ((Deployment) workload).getSpec().getTemplate();
    }

    static Container node(HasMetadata workload) {
        return pod(workload).getSpec().getContainers().get(0);
    }

    /** A file of the application. */
    static String application(String name) {
        return only("config.yaml", ConfigMap.class).getData().get(name);
    }

    static Properties properties() {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(application("application.properties")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties;
    }

    /** The image's command. */
    static List<String> command() throws IOException {
        Matcher entrypoint = ENTRYPOINT.matcher(text(Path.of("Dockerfile")));
        if (!entrypoint.find()) {
            throw new IllegalArgumentException("the Dockerfile has no ENTRYPOINT");
        }
        return List.of(STRICT.readValue(entrypoint.group(1).replace("\\\n", ""), String[].class));
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
