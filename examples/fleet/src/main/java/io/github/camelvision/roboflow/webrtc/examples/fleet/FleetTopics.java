package io.github.camelvision.roboflow.webrtc.examples.fleet;

import io.github.camelvision.roboflow.webrtc.examples.common.Example;
import io.github.camelvision.roboflow.webrtc.examples.common.ExampleException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
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

    static final String CAMERAS = "cameras";
    static final String RESULTS = "results";
    /** Headers of results. */
    static final String NODE = "node";
    static final String EPOCH = "epoch";

    /** No more than cameras: of partitions without cameras a node may have many, and few others. */
    private static final int CAMERA_PARTITIONS = 12;
    private static final int RESULT_PARTITIONS = 3;

    private final KafkaProducer<String, String> cameras;
    private final KafkaConsumer<String, byte[]> results;

    FleetTopics(String broker) throws InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker))) {
            admin.createTopics(List.of(new NewTopic(CAMERAS, CAMERA_PARTITIONS, (short) 1).configs(Map.of("cleanup.policy", "compact")),
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

    /** Lists camera number n, which is in partition n: so each node gets as many. */
    void add(String name, int number, String entry) {
        cameras.send(new ProducerRecord<>(CAMERAS, number % CAMERA_PARTITIONS, name, entry));
        cameras.flush();
    }

    void remove(String name, int number) {
        add(name, number, null);
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
