package io.github.camelvision.roboflow.webrtc.examples.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.CrossVersionObjectReference;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.util.TimeUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** That Kubernetes knows every field, and that the manifests agree with each other, with the application and with the documentation. */
class ManifestsTest {

    private static final Pattern VARIABLE = Pattern.compile("\\{\\{env:(\\w+)}}");
    /** A property that need not be there; Camel looks for it among the variables, too. */
    private static final Pattern OPTIONAL = Pattern.compile("\\{\\{\\?([\\w.]+)}}");
    /** What the autoscaler's metric is made of, by its name in Prometheus. */
    static final String METER = "roboflow_webrtc_state";

    private final StatefulSet fixed = Manifests.only("static.yaml", StatefulSet.class);
    private final Deployment scaled = Manifests.only("autoscaled.yaml", Deployment.class);

    static Stream<String> files() throws IOException {
        try (Stream<Path> files = Files.list(Manifests.DIRECTORY)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
        }
    }

    static Stream<HasMetadata> workloads() {
        return Stream.of(Manifests.only("static.yaml", StatefulSet.class), Manifests.only("autoscaled.yaml", Deployment.class));
    }

    @ParameterizedTest
    @MethodSource("files")
    void kubernetesKnowsEveryField(String file) {
        assertThat(Manifests.file(file)).isNotEmpty().allSatisfy(object -> {
            assertThat(object.getMetadata().getName()).matches("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
            assertThat(object.getMetadata().getNamespace()).as("a namespace is the user's choice").isNull();
        });
    }

    @Test
    void aFieldThatKubernetesDoesNotKnowFails() {
        String yaml = Manifests.text(Manifests.DIRECTORY.resolve("static.yaml"));
        for (String name : List.of("podManagementPolicy", "periodSeconds", "maxUnavailable", "fieldPath", "runAsNonRoot", "targetPort")) {
            assertThat(yaml).contains(name + ":");
            assertThatThrownBy(() -> Manifests.parse(yaml.replaceFirst(name + ":", name + "s:"))).as(name)
                    .hasMessageContaining("\"" + name + "s\"");
        }
        assertThatThrownBy(() -> Manifests.parse(yaml.replace("apps/v1", "apps/v1beta1"))).hasMessageContaining("apps/v1beta1 StatefulSet");
    }

    @Test
    void selectorsFindThePodsOfTheirWorkloadAlone() {
        Map<String, String> fixedPod = fixed.getSpec().getTemplate().getMetadata().getLabels();
        Map<String, String> scaledPod = scaled.getSpec().getTemplate().getMetadata().getLabels();
        List<Map<String, String>> ofFixed = List.of(labels(fixed.getSpec().getSelector()), budget("static.yaml"),
                spread(fixed), Manifests.only("static.yaml", Service.class).getSpec().getSelector());
        List<Map<String, String>> ofScaled = List.of(labels(scaled.getSpec().getSelector()), budget("autoscaled.yaml"), spread(scaled));
        assertThat(ofFixed).allSatisfy(selector -> {
            assertThat(selector).isNotEmpty();
            assertThat(fixedPod).containsAllEntriesOf(selector);
            assertThat(scaledPod.entrySet().containsAll(selector.entrySet())).isFalse();
        });
        assertThat(ofScaled).allSatisfy(selector -> {
            assertThat(selector).isNotEmpty();
            assertThat(scaledPod).containsAllEntriesOf(selector);
            assertThat(fixedPod.entrySet().containsAll(selector.entrySet())).isFalse();
        });
    }

    private static Map<String, String> budget(String file) {
        return labels(Manifests.only(file, PodDisruptionBudget.class).getSpec().getSelector());
    }

    private static Map<String, String> spread(HasMetadata workload) {
        return labels(Manifests.pod(workload).getSpec().getTopologySpreadConstraints().get(0).getLabelSelector());
    }

    private static Map<String, String> labels(LabelSelector selector) {
        assertThat(selector.getMatchExpressions()).isEmpty();
        return selector.getMatchLabels();
    }

    @Test
    void namesAreThoseOfWhatIsThere() {
        assertThat(fixed.getSpec().getServiceName())
                .isEqualTo(Manifests.only("static.yaml", Service.class).getMetadata().getName());
        CrossVersionObjectReference target = Manifests.only("autoscaled.yaml", HorizontalPodAutoscaler.class).getSpec().getScaleTargetRef();
        assertThat(target.getApiVersion()).isEqualTo(scaled.getApiVersion());
        assertThat(target.getKind()).isEqualTo(scaled.getKind());
        assertThat(target.getName()).isEqualTo(scaled.getMetadata().getName());
        assertThat(scaled.getSpec().getReplicas()).as("the autoscaler's").isNull();
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void portsAndProbesAreThoseOfTheApplication(HasMetadata workload) {
        Container node = Manifests.node(workload);
        int port = Integer.parseInt(Manifests.properties().getProperty("camel.management.port"));
        assertThat(node.getPorts()).singleElement().satisfies(only -> {
            assertThat(only.getContainerPort()).isEqualTo(port);
            assertThat(Stream.of(node.getStartupProbe(), node.getLivenessProbe(), node.getReadinessProbe())
                    .map(probe -> probe.getHttpGet().getPort().getStrVal())).containsOnly(only.getName());
            assertThat(Manifests.only("static.yaml", Service.class).getSpec().getPorts()).singleElement()
                    .satisfies(served -> {
                        assertThat(served.getTargetPort().getStrVal()).isEqualTo(only.getName());
                        assertThat(served.getPort()).isEqualTo(port);
                    });
        });
        Map<String, String> scrape = Manifests.pod(workload).getMetadata().getAnnotations();
        assertThat(scrape).containsEntry("prometheus.io/port", String.valueOf(port)).containsEntry("prometheus.io/path",
                FleetNodeIT.METERS);
        String documented = Manifests.text(Path.of("../../docs", "operations.adoc"));
        for (String probe : List.of("startup", "liveness", "readiness")) {
            assertThat(documented).containsPattern(probe + "Probe:\\n +httpGet: \\{ path: " + path(node, probe) + ", port: " + port + " }");
        }
    }

    static String path(Container node, String probe) {
        Probe found = switch (probe) {
            case "startup" -> node.getStartupProbe();
            case "liveness" -> node.getLivenessProbe();
            default -> node.getReadinessProbe();
        };
        return found.getHttpGet().getPath();
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void theApplicationGetsTheVariablesAndFilesItAsksFor(HasMetadata workload) throws IOException {
        Container node = Manifests.node(workload);
        Set<String> needed = found(VARIABLE);
        Set<String> known = new TreeSet<>(needed);
        found(OPTIONAL).forEach(property -> known.add(property.toUpperCase(Locale.ROOT).replace('.', '_')));
        Set<String> given = node.getEnv().stream().map(EnvVar::getName).collect(Collectors.toCollection(TreeSet::new));
        assertThat(given).containsAll(needed);
        assertThat(known).containsAll(given);

        String config = Manifests.only("config.yaml", ConfigMap.class).getMetadata().getName();
        PodTemplateSpec pod = Manifests.pod(workload);
        String volume = pod.getSpec().getVolumes().stream()
                .filter(each -> each.getConfigMap() != null && each.getConfigMap().getName().equals(config)).findFirst().orElseThrow()
                .getName();
        String mounted = node.getVolumeMounts().stream().filter(each -> each.getName().equals(volume)).findFirst().orElseThrow()
                .getMountPath();
        assertThat(Manifests.command()).contains(mounted + ":/app/lib/*");
        assertThat(Manifests.properties().getProperty("camel.main.routesIncludePattern")).isEqualTo("file:" + mounted + "/routes.yaml");
        assertThat(node.getVolumeMounts()).allSatisfy(mount -> assertThat(pod.getSpec().getVolumes())
                .anySatisfy(each -> assertThat(each.getName()).isEqualTo(mount.getName())));
        assertThat(Manifests.text(Path.of("Dockerfile"))).contains("COPY target/lib /app/lib\n")
                .contains("USER " + pod.getSpec().getSecurityContext().getRunAsUser() + "\n");
    }

    /** Names in the application's files. */
    private static Set<String> found(Pattern placeholder) {
        return placeholder.matcher(Manifests.application("routes.yaml") + Manifests.application("application.properties")).results()
                .map((MatchResult found) -> found.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void theSecretIsTheDocumentedOne(HasMetadata workload) {
        String page = Manifests.text(Path.of("../../docs", "fleet.adoc"));
        assertThat(Manifests.node(workload).getEnv()).filteredOn(variable -> variable.getName().equals("ROBOFLOW_API_KEY")).singleElement()
                .satisfies(variable -> assertThat(page).contains("kubectl create secret generic "
                        + variable.getValueFrom().getSecretKeyRef().getName() + " --from-literal="
                        + variable.getValueFrom().getSecretKeyRef().getKey() + "="));
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void aNodeMayFinishBeforeItIsKilled(HasMetadata workload) {
        long exchanges = Long.parseLong(Manifests.properties().getProperty("camel.main.shutdownTimeout"));
        long session = TimeUtils.toMilliSeconds(Manifests.properties().getProperty("fleet.session-timeout")) / 1000;
        assertThat(Manifests.pod(workload).getSpec().getTerminationGracePeriodSeconds()).isGreaterThan(exchanges + session / 4);
    }

    @Test
    void aPodOfTheStatefulSetIsAMemberByItsNameAndOneOfTheDeploymentIsNot() {
        assertThat(Manifests.node(fixed).getEnv()).filteredOn(variable -> variable.getName().equals("FLEET_MEMBER")).singleElement()
                .satisfies(member -> assertThat(member.getValueFrom().getFieldRef().getFieldPath()).isEqualTo("metadata.name"));
        assertThat(Manifests.application("routes.yaml")).contains("groupInstanceId: \"{{?fleet.member}}\"");
        Map<?, ?> expected = fields(fixed);
        Map<?, ?> pod = fields(scaled);
        assertThat(pod).as("the pods differ in this alone").isEqualTo(expected);
    }

    /** A pod without its name and its name as a member. */
    private static Map<?, ?> fields(HasMetadata workload) {
        PodTemplateSpec pod = Manifests.pod(workload);
        Manifests.node(workload).getEnv().removeIf(variable -> variable.getName().equals("FLEET_MEMBER"));
        pod.getMetadata().getLabels().remove("app.kubernetes.io/name");
        pod.getSpec().getTopologySpreadConstraints().get(0).getLabelSelector().getMatchLabels().clear();
        return new ObjectMapper().convertValue(pod, Map.class);
    }

    @Test
    void theAutoscalersMetricIsTheOneOfTheAdaptersRule() {
        HorizontalPodAutoscaler autoscaler = Manifests.only("autoscaled.yaml", HorizontalPodAutoscaler.class);
        assertThat(autoscaler.getSpec().getMinReplicas()).isLessThan(autoscaler.getSpec().getMaxReplicas());
        Map<?, ?> rules =
                (Map<?, ?>) Manifests.yaml(Manifests.only("prometheus-adapter.yaml", ConfigMap.class).getData().get("config.yaml"))
                        .iterator().next();
        Map<?, ?> rule = (Map<?, ?>) ((List<?>) rules.get("rules")).get(0);
        assertThat(((Map<?, ?>) rule.get("name")).get("as"))
                .isEqualTo(autoscaler.getSpec().getMetrics().get(0).getPods().getMetric().getName());
        assertThat(rule.get("seriesQuery").toString()).startsWith(METER + "{");
        assertThat(rule.get("metricsQuery").toString()).startsWith("sum(" + METER + "{");
    }
}
