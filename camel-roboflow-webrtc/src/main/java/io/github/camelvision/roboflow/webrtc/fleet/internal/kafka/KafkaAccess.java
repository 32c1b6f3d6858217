package io.github.camelvision.roboflow.webrtc.fleet.internal.kafka;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * How a fleet reaches its registry's topic.
 *
 * @param fleet its name
 * @param topic where the registry is
 * @param brokers host:port, several with commas between
 * @param properties of Kafka's clients beside those that this library sets, with which it cannot do otherwise; may be secret
 */
public record KafkaAccess(String fleet, String topic, String brokers, Map<String, Object> properties) {

    /** Longer than brokers need to elect another leader, which clients wait for. */
    private static final int ANSWER_MILLIS = 15_000;

    public KafkaAccess {
        if (topic.isBlank()) {
            throw new IllegalArgumentException("registry=kafka: needs a topic: registry=kafka:cameras");
        }
        if (brokers == null || brokers.isBlank()) {
            throw new IllegalArgumentException("registry=kafka:" + topic + " needs the option brokers, for instance "
                    + "brokers=kafka-1:9092,kafka-2:9092");
        }
        if (!brokers.matches("\\s*[^,\\s]+:\\d+\\s*(,\\s*[^,\\s]+:\\d+\\s*)*")) {
            throw new IllegalArgumentException("The option brokers is host:port, several with commas between, not '" + brokers + "'");
        }
        properties = Map.copyOf(properties);
    }

    /** What all clients have in common, for {@code own} settings to come on top. */
    Map<String, Object> clientSettings(String role, Map<String, Object> own) {
        Map<String, Object> settings = new HashMap<>(Map.of("client.id", "roboflow-webrtc-fleet-" + fleet + "-" + role,
                "default.api.timeout.ms", ANSWER_MILLIS, "request.timeout.ms", ANSWER_MILLIS / 2));
        settings.putAll(properties);
        settings.put("bootstrap.servers", brokers);
        settings.putAll(own);
        return settings;
    }

    /** Of a consumer that commits nothing by itself. */
    Map<String, Object> consumerSettings(String role, Map<String, Object> own) {
        Map<String, Object> settings = clientSettings(role, Map.of("enable.auto.commit", false, "allow.auto.create.topics", false,
                "auto.offset.reset", "earliest", "key.deserializer", ByteArrayDeserializer.class,
                "value.deserializer", ByteArrayDeserializer.class));
        settings.putAll(own);
        return settings;
    }

    /** For messages. */
    String name() {
        return "kafka:" + topic + " at " + brokers;
    }

    /** Without the properties: they may be secret. */
    @Override
    public String toString() {
        return name();
    }
}
