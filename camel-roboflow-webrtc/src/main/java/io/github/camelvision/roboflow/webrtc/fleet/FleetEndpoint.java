package io.github.camelvision.roboflow.webrtc.fleet;

import static io.github.camelvision.roboflow.webrtc.core.error.OptionLimit.atLeast;

import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcConfiguration;
import io.github.camelvision.roboflow.webrtc.route.ProducerCheck;
import io.github.camelvision.roboflow.webrtc.uri.OptionEndpoint;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;

/** Receive results of a Roboflow workflow from many cameras, which a registry lists, in one route. */
@UriEndpoint(firstVersion = "0.1.0", scheme = "roboflow-webrtc-fleet", title = "Roboflow WebRTC Fleet",
        syntax = "roboflow-webrtc-fleet:fleetName", category = {Category.AI, Category.IOT},
        headersClass = FleetConstants.class)
public class FleetEndpoint extends OptionEndpoint {

    /** Kafka's own default for the least. */
    private static final long LEAST_SESSION_TIMEOUT = 6_000;

    @UriPath(description = "Name of the fleet, for logs and management.")
    @Metadata(required = true)
    private final String fleetName;
    // text for Camel's catalog, which takes an object for the name of a bean alone
    @UriParam(javaType = "java.lang.String",
            description = "Where the cameras are listed: a file or directory of JSON or YAML, a compacted Kafka topic (kafka:topic), or "
                    + "a bean of type CameraRegistry (#name).")
    @Metadata(required = true)
    private Object registry;
    @UriParam(label = "advanced", defaultValue = "2s", javaType = "java.time.Duration",
            description = "How often a file or directory is looked at for changes, and Kafka whether it is there.")
    private long registryInterval = 2_000;
    @UriParam(label = "advanced", defaultValue = "50", javaType = "java.time.Duration",
            description = "Least time between the starts of two cameras, so that many of them do not all connect in one moment.")
    private long startInterval = 50;
    @UriParam(description = "Kafka's brokers, host:port with commas between, for registry=kafka:topic.")
    private String brokers;
    @UriParam(defaultValue = "all",
            description = "Which cameras this node runs: all of them, or its share among the nodes of a group, which "
                    + "needs registry=kafka:topic.")
    private FleetAssignment assignment = FleetAssignment.all;
    @UriParam(defaultValue = "the fleet's name", description = "Kafka's group of the nodes that share the cameras.")
    private String groupId;
    @UriParam(
            description = "Name of this node in its group, another one on each: a node that is back within sessionTimeout has its cameras "
                    + "again, and nothing moves (static membership).")
    private String groupInstanceId;
    @UriParam(defaultValue = "20s", javaType = "java.time.Duration",
            description = "After so long without a sign of life a node's cameras go to others. Until then it may restart.")
    private long sessionTimeout = 20_000;
    @UriParam(prefix = "kafka.", multiValue = true, label = "security",
            description = "Settings of Kafka's client by their own names, for instance kafka.security.protocol=SASL_SSL. Secrets are given "
                    + "as property placeholders.")
    private Map<String, Object> kafka = new HashMap<>();
    @UriParam
    private final RoboflowWebrtcConfiguration configuration;

    public FleetEndpoint(String uri, FleetComponent component, String fleetName, RoboflowWebrtcConfiguration configuration) {
        super(uri, component);
        this.fleetName = fleetName;
        this.configuration = configuration;
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        FleetConsumer consumer = new FleetConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    @Override
    public Producer createProducer() {
        return ProducerCheck.refusing(this, "fleet " + fleetName, "roboflow-webrtc-fleet: only receives; commands and frames go to one "
                + "camera, with roboflow-webrtc: and the camera's name");
    }

    @Override
    public FleetComponent getComponent() {
        return (FleetComponent) super.getComponent();
    }

    public String getFleetName() {
        return fleetName;
    }

    public Object getRegistry() {
        return registry;
    }

    public void setRegistry(Object registry) {
        this.registry = registry;
    }

    public long getRegistryInterval() {
        return registryInterval;
    }

    public void setRegistryInterval(long registryInterval) {
        this.registryInterval = registryInterval;
    }

    public long getStartInterval() {
        return startInterval;
    }

    public void setStartInterval(long startInterval) {
        this.startInterval = startInterval;
    }

    public String getBrokers() {
        return brokers;
    }

    public void setBrokers(String brokers) {
        this.brokers = brokers;
    }

    /** @throws IllegalArgumentException when the options of sharing cameras do not go together */
    void checkAssignment() {
        if (registry == null) {
            throw new IllegalArgumentException(
                    "The option registry is missing, which lists the cameras: name a file, kafka:topic or #bean");
        }
        atLeast(1, "registryInterval", registryInterval);
        atLeast(0, "startInterval", startInterval);
        boolean shared = assignment == FleetAssignment.kafka;
        if (shared && !String.valueOf(registry).startsWith("kafka:")) {
            throw new IllegalArgumentException("assignment=kafka shares the partitions of a topic: it needs registry=kafka:topic");
        }
        if (!shared && (groupId != null || groupInstanceId != null)) {
            throw new IllegalArgumentException((groupId == null ? "groupInstanceId" : "groupId") + " is of nodes that share cameras: add "
                    + "assignment=kafka, or leave it out");
        }
        if (sessionTimeout < LEAST_SESSION_TIMEOUT) {
            throw new IllegalArgumentException("sessionTimeout must be at least " + LEAST_SESSION_TIMEOUT + " ms, not " + sessionTimeout
                    + ": brokers take no less (their group.min.session.timeout.ms)");
        }
    }

    public FleetAssignment getAssignment() {
        return assignment;
    }

    public void setAssignment(FleetAssignment assignment) {
        this.assignment = assignment;
    }

    public String getGroupId() {
        return groupId;
    }

    public void setGroupId(String groupId) {
        this.groupId = groupId;
    }

    public String getGroupInstanceId() {
        return groupInstanceId;
    }

    public void setGroupInstanceId(String groupInstanceId) {
        this.groupInstanceId = groupInstanceId;
    }

    public long getSessionTimeout() {
        return sessionTimeout;
    }

    public void setSessionTimeout(long sessionTimeout) {
        this.sessionTimeout = sessionTimeout;
    }

    public Map<String, Object> getKafka() {
        return kafka;
    }

    public void setKafka(Map<String, Object> kafka) {
        this.kafka = kafka;
    }

    /** What all cameras have in common. */
    public RoboflowWebrtcConfiguration getConfiguration() {
        return configuration;
    }
}
