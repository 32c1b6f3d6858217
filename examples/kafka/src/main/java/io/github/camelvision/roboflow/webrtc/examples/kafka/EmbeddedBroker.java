package io.github.camelvision.roboflow.webrtc.examples.kafka;

import io.github.camelvision.roboflow.webrtc.examples.common.Example;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Properties;
import java.util.stream.Stream;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;

/** A real Kafka broker (KRaft, one node) in this JVM; it can be stopped and started again with its data. One thread. */
public final class EmbeddedBroker implements AutoCloseable {

    private final Path directory;
    private final Properties properties = new Properties();
    private final String address;
    private KafkaRaftServer server;

    /** Starts it. @param parent where the directory of its data is made, which {@link #close()} deletes */
    public EmbeddedBroker(Path parent) throws IOException {
        directory = Files.createTempDirectory(parent, "broker-");
        String controller = "127.0.0.1:" + Example.freePort();
        address = "127.0.0.1:" + Example.freePort();
        set("process.roles", "broker,controller");
        set("node.id", "1");
        set("listeners", "PLAINTEXT://" + address + ",CONTROLLER://" + controller);
        set("advertised.listeners", "PLAINTEXT://" + address);
        set("controller.listener.names", "CONTROLLER");
        set("controller.quorum.voters", "1@" + controller);
        set("log.dirs", directory.resolve("log").toString());
        set("log.cleaner.enable", "false");
        set("offsets.topic.num.partitions", "1");
        set("offsets.topic.replication.factor", "1");
        set("transaction.state.log.num.partitions", "1");
        set("transaction.state.log.replication.factor", "1");
        set("transaction.state.log.min.isr", "1");
        set("group.initial.rebalance.delay.ms", "0");
        format();
        start();
    }

    private void set(String key, String value) {
        properties.setProperty(key, value);
    }

    private void format() throws IOException {
        Path file = directory.resolve("server.properties");
        try (Writer writer = Files.newBufferedWriter(file)) {
            properties.store(writer, null);
        }
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        int code = StorageTool.execute(new String[] {"format", "-t", Uuid.randomUuid().toString(), "-c", file.toString()},
                new PrintStream(output, true, StandardCharsets.UTF_8));
        if (code != 0) {
            throw new IOException("Kafka's storage was not formatted: " + output.toString(StandardCharsets.UTF_8));
        }
    }

    /** Host and port, as clients want it. */
    public String address() {
        return address;
    }

    /** Returns when it serves. */
    void start() {
        server = new KafkaRaftServer(KafkaConfig.fromProps(properties, false), Time.SYSTEM);
        server.startup();
    }

    /** Returns when it is gone; its data stay. */
    void stop() {
        if (server != null) {
            server.shutdown();
            server.awaitShutdown();
            server = null;
        }
    }

    @Override
    public void close() throws IOException {
        stop();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
