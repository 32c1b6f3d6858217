package io.github.camelvision.roboflow.webrtc.fleet;

import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcConfiguration;
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
import org.apache.camel.support.DefaultEndpoint;

/** Receive results of a Roboflow workflow from many cameras, which a registry lists, in one route. */
@UriEndpoint(firstVersion = "0.1.0", scheme = "roboflow-webrtc-fleet", title = "Roboflow WebRTC Fleet",
        syntax = "roboflow-webrtc-fleet:fleetName", category = {Category.AI, Category.IOT},
        headersClass = FleetConstants.class)
public class FleetEndpoint extends DefaultEndpoint {

    @UriPath(description = "Name of the fleet, for logs and management.")
    @Metadata(required = true)
    private final String fleetName;
    @UriParam(description = "Where the cameras are listed: a file or directory of JSON or YAML, a compacted Kafka topic (kafka:topic), or "
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
        throw new UnsupportedOperationException("roboflow-webrtc-fleet: only receives; commands and frames go to one camera, "
                + "with roboflow-webrtc: and the camera's name");
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

    /** Endpoints whose secrets differ show the same URI, and are not the same. */
    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
