package io.github.camelvision.roboflow.webrtc.examples.kafka;

import io.github.camelvision.roboflow.webrtc.examples.common.Example;
import io.github.camelvision.roboflow.webrtc.examples.common.ExampleException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.errors.TopicExistsException;

/** The topic before and after a run. */
final class Topic {

    private static final int PARTITIONS = 3;
    private static final String PATIENCE_MILLIS = "15000";

    private final String bootstrap;
    private final String name;

    Topic(String bootstrap, String name) {
        this.bootstrap = bootstrap;
        this.name = name;
    }

    /** Makes the topic if need be, and a consumer group that starts where the topic ends now: it reads this run's records and no others. */
    void prepare(String group) throws InterruptedException {
        try (Admin admin = admin()) {
            try {
                admin.createTopics(List.of(new NewTopic(name, PARTITIONS, (short) -1))).all().get();
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
            }
            Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
            for (TopicPartitionInfo partition : admin.describeTopics(List.of(name)).allTopicNames().get().get(name).partitions()) {
                ends.put(new TopicPartition(name, partition.partition()), OffsetSpec.latest());
            }
            Map<TopicPartition, OffsetAndMetadata> start = new HashMap<>();
            admin.listOffsets(ends).all().get().forEach((partition, end) -> start.put(partition, new OffsetAndMetadata(end.offset())));
            admin.alterConsumerGroupOffsets(group, start).all().get();
        } catch (ExecutionException e) {
            throw new ExampleException("Kafka at " + bootstrap + " cannot be used: " + Example.describe(e)
                    + "; check --bootstrap, and that this host is allowed to use it", e);
        }
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", bootstrap, "default.api.timeout.ms", PATIENCE_MILLIS,
                "request.timeout.ms", PATIENCE_MILLIS));
    }
}
