package io.github.camelvision.roboflow.webrtc.examples.fleet;

import io.github.camelvision.roboflow.webrtc.core.wire.CameraOwner;
import io.github.camelvision.roboflow.webrtc.examples.common.Example;
import io.github.camelvision.roboflow.webrtc.examples.common.ExampleException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberToRemove;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The cameras' topic, which is written, and that of the results, which is read. Not for several threads at a time. */
final class FleetTopics implements AutoCloseable {

    static final String GROUP = "plant";
    static final String CAMERAS = "cameras";
    static final String RESULTS = "results";
    /** Headers of results. */
    static final String NODE = "node";
    static final String EPOCH = "epoch";

    private static final int RESULT_PARTITIONS = 3;

    private final String broker;
    private final int partitions;
    private final KafkaProducer<String, String> cameras;
    private final KafkaConsumer<String, byte[]> results;
    private final Map<String, Integer> partitionOf = new HashMap<>();

    /** @param partitions no more than cameras: of partitions without cameras a node may have many, and few others */
    FleetTopics(String broker, int partitions) throws InterruptedException {
        this.broker = broker;
        this.partitions = partitions;
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker))) {
            admin.createTopics(List.of(new NewTopic(CAMERAS, partitions, (short) 1).configs(Map.of("cleanup.policy", "compact")),
                    new NewTopic(RESULTS, RESULT_PARTITIONS, (short) 1))).all().get();
        } catch (ExecutionException e) {
            throw new ExampleException("the topics cannot be made: " + Example.describe(e), e);
        }
        Properties properties = new Properties();
        properties.put("bootstrap.servers", broker);
        cameras = new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer());
        properties.put("auto.offset.reset", "earliest");
        properties.put("enable.auto.commit", "false");
        results = new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer());
        results.assign(IntStream.range(0, RESULT_PARTITIONS).mapToObj(n -> new TopicPartition(RESULTS, n)).toList());
    }

    /** Takes a stopped static member out of the group: its cameras go to others at once. */
    void removeMember(String name) throws InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker))) {
            admin.removeMembersFromConsumerGroup(GROUP, new RemoveMembersFromConsumerGroupOptions(List.of(new MemberToRemove(name)))).all()
                    .get();
        } catch (ExecutionException e) {
            throw new ExampleException("the member " + name + " cannot be removed: " + Example.describe(e), e);
        }
    }

    /** Lists camera number n, which is in partition n: so each node gets as many. */
    void add(String name, int number, String entry) {
        partitionOf.put(name, number % partitions);
        cameras.send(new ProducerRecord<>(CAMERAS, number % partitions, name, entry));
        cameras.flush();
    }

    void remove(String name, int number) {
        add(name, number, null);
    }

    /** The node that has a camera in this epoch, as it calls itself when it asks for the camera's session. */
    CameraOwner owner(String name, long epoch) {
        return CameraOwner.of(epoch, GROUP, CAMERAS, String.valueOf(partitionOf.get(name)), name);
    }

    /** Takes what has come. */
    void read(Sightings sightings, Duration patience) {
        for (ConsumerRecord<String, byte[]> record : results.poll(patience)) {
            sightings.see(record.key(), header(record, NODE), Long.parseLong(header(record, EPOCH)), record.timestamp());
        }
    }

    private static String header(ConsumerRecord<String, byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        cameras.close();
        results.close();
    }
}
