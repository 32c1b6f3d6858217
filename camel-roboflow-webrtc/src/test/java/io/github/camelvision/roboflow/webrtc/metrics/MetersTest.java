package io.github.camelvision.roboflow.webrtc.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelvision.roboflow.webrtc.testing.MeteredFakes;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.engine.DefaultClassResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Meters over a session and a worker that do nothing, in registries of every kind. */
class MetersTest {

    private static final Path DASHBOARD = Path.of("..", "docs", "grafana", "roboflow-webrtc.json");
    private static final Pattern NAME = Pattern.compile("\\broboflow_webrtc_[a-z_]+");

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final MeteredFakes fakes = new MeteredFakes();

    @AfterEach
    void close() {
        fakes.close();
        context.stop();
    }

    private static List<String> names(MeterRegistry registry) {
        return registry.getMeters().stream().map(meter -> meter.getId().getName()).distinct().sorted().toList();
    }

    @Test
    void metersComeWithASessionAndGoWithIt() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        context.getRegistry().bind("any", registry);
        try (Meters meters = Meters.of(context)) {
            SessionMeters session = meters.session(fakes.session());
            WorkerMeters worker = meters.worker(fakes.worker());
            session.answered(Duration.ofMillis(40));
            worker.processed(Duration.ofMillis(7));
            assertThat(registry.get("roboflow.webrtc.latency").tag("session", "gate").timer().count()).isEqualTo(1);
            assertThat(registry.get("roboflow.webrtc.worker.processing").tag("worker", "parts").timer().count()).isEqualTo(1);
            assertThat(registry.get("roboflow.webrtc.state").tags("state", "NEW").gauge().value()).isEqualTo(1);
            assertThat(registry.get("roboflow.webrtc.state").tags("state", "FAILED").gauge().value()).isZero();
            assertThat(registry.get("roboflow.webrtc.queue.size").gauge().value()).isEqualTo(3);
            assertThat(registry.get("roboflow.webrtc.dropped").tags("reason", "route").functionCounter().count()).isEqualTo(2);
            fakes.see();
            assertThat(registry.get("roboflow.webrtc.objects.alive").gauge().value()).isEqualTo(1);
            assertThat(registry.get("roboflow.webrtc.objects.events").tags("type", "appeared").functionCounter().count()).isEqualTo(1);
            assertThat(registry.get("roboflow.webrtc.objects.events").tags("type", "ended").functionCounter().count()).isZero();
            assertThat(registry.get("roboflow.webrtc.worker.sessions.max").gauge().value()).isEqualTo(10);
            session.close();
            assertThat(names(registry)).isNotEmpty().allMatch(name -> name.startsWith("roboflow.webrtc.worker."));
            worker.close();
            assertThat(names(registry)).isEmpty();
        }
    }

    @Test
    void tagsNameContextAndSessionAndNothingElseThatMayGrow() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        context.getRegistry().bind("any", registry);
        try (Meters meters = Meters.of(context)) {
            meters.session(fakes.session());
            Set<String> keys = registry.getMeters().stream().flatMap(meter -> meter.getId().getTags().stream())
                    .map(io.micrometer.core.instrument.Tag::getKey).collect(Collectors.toSet());
            assertThat(keys).containsExactlyInAnyOrder("camelContext", "session", "reason", "state", "direction", "outcome", "type", "le");
        }
    }

    @Test
    void withoutARegistryOrWithoutMicrometerNothingIsCounted() {
        try (Meters meters = Meters.of(context)) {
            SessionMeters session = meters.session(fakes.session());
            session.answered(Duration.ofMillis(1));
            session.close();
        }
        context.setClassResolver(new DefaultClassResolver(context) {
            @Override
            public Class<?> resolveClass(String name) {
                return name.startsWith("io.micrometer.") ? null : super.resolveClass(name);
            }
        });
        context.getRegistry().bind("any", new SimpleMeterRegistry());
        assertThat(Meters.of(context)).isSameAs(NoMeters.INSTANCE);
    }

    @Test
    void ofSeveralRegistriesTheOneThatCamelNamesOrTheCompositeOneOrAllOfThemAreTaken() {
        SimpleMeterRegistry one = new SimpleMeterRegistry();
        SimpleMeterRegistry two = new SimpleMeterRegistry();
        context.getRegistry().bind("one", one);
        context.getRegistry().bind("two", two);
        register();
        assertThat(names(one)).isNotEmpty().isEqualTo(names(two));
        CompositeMeterRegistry composite = new CompositeMeterRegistry();
        context.getRegistry().bind("composite", composite);
        register();
        assertThat(names(composite)).isNotEmpty();
        SimpleMeterRegistry camels = new SimpleMeterRegistry();
        context.getRegistry().bind("metricsRegistry", camels);
        register();
        assertThat(names(camels)).isNotEmpty();
    }

    private void register() {
        try (Meters meters = Meters.of(context)) {
            meters.session(fakes.session());
        }
    }

    @Test
    void theDashboardUsesNamesThatPrometheusGetsAndNoOthers() throws IOException {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        context.getRegistry().bind("any", registry);
        try (Meters meters = Meters.of(context)) {
            SessionMeters session = meters.session(fakes.session());
            session.answered(Duration.ofMillis(40));
            meters.worker(fakes.worker()).processed(Duration.ofMillis(7));
            Set<String> exported = registry.scrape().lines().filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("[{ ]")[0]).collect(Collectors.toSet());
            JsonNode dashboard = new ObjectMapper().readTree(DASHBOARD.toFile());
            List<String> queries = new ArrayList<>();
            dashboard.findValues("expr").forEach(query -> queries.add(query.asText()));
            dashboard.findValues("query").forEach(query -> queries.add(query.asText()));
            List<String> used = new ArrayList<>();
            for (String query : queries) {
                Matcher matcher = NAME.matcher(query);
                while (matcher.find()) {
                    used.add(matcher.group());
                }
            }
            assertThat(used).hasSizeGreaterThan(15);
            assertThat(exported).containsAll(used);
            Map<String, Long> ids = new java.util.HashMap<>();
            dashboard.path("panels").forEach(panel -> ids.merge(panel.path("id").asText(), 1L, Long::sum));
            assertThat(ids.values()).as("panel ids").containsOnly(1L);
            session.close();
            assertThat(registry.scrape()).doesNotContain("session=\"gate\"");
        }
    }
}
