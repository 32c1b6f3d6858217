package io.github.camelvision.roboflow.webrtc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcConsumer;
import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcProducer;
import io.github.camelvision.roboflow.webrtc.metrics.Meters;
import io.github.camelvision.roboflow.webrtc.testing.MeteredFakes;
import io.github.camelvision.roboflow.webrtc.worker.WorkerConsumer;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedOperation;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

/** The tables of docs/operations.adoc say what the code says. */
class OperationsDocsTest {

    private static final String PAGE = "docs/operations.adoc";
    private static final Set<String> OWNERS = Set.of("camelContext", "session", "worker");

    @Test
    void everyAttributeAndOperationOfJmxIsListed() throws IOException {
        DocsTest.assertSection(PAGE, "jmx of the client", jmx(RoboflowWebrtcConsumer.class));
        DocsTest.assertSection(PAGE, "jmx of the producer", jmx(RoboflowWebrtcProducer.class));
        DocsTest.assertSection(PAGE, "jmx of the worker", jmx(WorkerConsumer.class));
    }

    private static String jmx(Class<?> type) {
        Map<String, String> rows = new TreeMap<>();
        for (Method method : type.getMethods()) {
            ManagedAttribute attribute = method.getAnnotation(ManagedAttribute.class);
            ManagedOperation operation = method.getAnnotation(ManagedOperation.class);
            if (attribute != null) {
                rows.put(method.getName().replaceFirst("^(get|is)", ""), attribute.description());
            } else if (operation != null) {
                rows.put(method.getName() + "(" + Arrays.stream(method.getParameters())
                        .map(parameter -> parameter.getType().getSimpleName() + " " + parameter.getName()).collect(Collectors.joining(", "))
                        + ")", operation.description());
            }
        }
        assertThat(rows).isNotEmpty();
        StringBuilder table = new StringBuilder("[cols=\"2,5\",options=\"header\"]\n|===\n| Attribute or operation | What it is\n");
        rows.forEach((name, text) -> table.append("\n| `").append(name).append("` | ").append(text));
        return table.append("\n|===\n").toString();
    }

    @Test
    void everyMeterIsListed() throws IOException {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        try (DefaultCamelContext context = new DefaultCamelContext(); MeteredFakes fakes = new MeteredFakes();
                Meters meters = Meters.of(bound(context, registry))) {
            meters.session(fakes.session());
            DocsTest.assertSection(PAGE, "meters of a session", table(registry));
            registry.clear();
            meters.worker(fakes.worker());
            DocsTest.assertSection(PAGE, "meters of a worker", table(registry));
        }
    }

    private static DefaultCamelContext bound(DefaultCamelContext context, SimpleMeterRegistry registry) {
        context.getRegistry().bind("registry", registry);
        return context;
    }

    private static String table(SimpleMeterRegistry registry) {
        Map<String, Set<String>> tags = new TreeMap<>();
        Map<String, Meter.Id> ids = new TreeMap<>();
        for (Meter meter : registry.getMeters()) {
            Meter.Id id = meter.getId();
            if (id.getTag("le") != null) {
                continue; // a bucket of a timer
            }
            Meter.Id other = ids.put(id.getName(), id);
            assertThat(other == null || other.getDescription().equals(id.getDescription())).as("one text for %s", id.getName()).isTrue();
            Set<String> own = tags.computeIfAbsent(id.getName(), name -> new TreeSet<>());
            id.getTags().stream().filter(tag -> !OWNERS.contains(tag.getKey()))
                    .forEach(tag -> own.add(tag.getKey() + "=" + tag.getValue()));
        }
        StringBuilder table = new StringBuilder("[cols=\"4,2,5,4\",options=\"header\"]\n|===\n"
                + "| Meter | Type | What it is | Further tags\n");
        ids.forEach((name, id) -> table.append("\n| `").append(name).append("` | ").append(id.getType().name().toLowerCase(Locale.ROOT))
                .append(" | ").append(id.getDescription()).append(" | ")
                .append(tags.get(name).stream().map(tag -> "`" + tag + "`").collect(Collectors.joining(" "))));
        return table.append("\n|===\n").toString();
    }
}
