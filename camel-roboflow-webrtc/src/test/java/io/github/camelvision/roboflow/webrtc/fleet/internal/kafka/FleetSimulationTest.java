package io.github.camelvision.roboflow.webrtc.fleet.internal.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Assignment;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.GroupSubscription;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Subscription;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/**
 * A large fleet without cameras: Kafka's own assignor and the registry's own reading, nodes that come, go and restart. Prints the numbers
 * of docs/fleet.adoc; without Kafka's network, with its code.
 */
class FleetSimulationTest {

    private static final String TOPIC = "cameras";
    private static final int CAMERAS = 5_000;
    private static final int NODES = 50;
    /** Ten for each node, as docs/fleet.adoc advises. */
    private static final int PARTITIONS = 500;
    private static final int CHANGES = 60;

    private final CooperativeStickyAssignor assignor = new CooperativeStickyAssignor();
    private final Cluster cluster = cluster();
    private final Map<String, Set<TopicPartition>> owned = new TreeMap<>();
    private int generation;

    private static Cluster cluster() {
        Node broker = new Node(0, "broker", 9092);
        List<PartitionInfo> partitions = new ArrayList<>();
        for (int i = 0; i < PARTITIONS; i++) {
            partitions.add(new PartitionInfo(TOPIC, i, broker, new Node[] {broker}, new Node[] {broker}));
        }
        return new Cluster("simulated", List.of(broker), partitions, Set.of(), Set.of());
    }

    /** As the group does it: rebalances until nobody has to give anything up. Returns the partitions that changed their owner. */
    private int rebalance() {
        Map<TopicPartition, String> before = owners();
        boolean settled = false;
        while (!settled) {
            generation++;
            Map<String, Subscription> members = new HashMap<>();
            owned.forEach((node, partitions) -> members.put(node,
                    new Subscription(List.of(TOPIC), userData(), List.copyOf(partitions), generation - 1, Optional.empty())));
            Map<String, Assignment> assigned = assignor.assign(cluster, new GroupSubscription(members)).groupAssignment();
            settled = true;
            for (Map.Entry<String, Set<TopicPartition>> node : owned.entrySet()) {
                Set<TopicPartition> now = new HashSet<>(assigned.get(node.getKey()).partitions());
                // who gives something up joins again, and only then its new owner gets it
                settled &= now.containsAll(node.getValue());
                node.setValue(now);
            }
        }
        Map<TopicPartition, String> after = owners();
        return (int) after.entrySet().stream().filter(entry -> !entry.getValue().equals(before.get(entry.getKey()))).count();
    }

    private ByteBuffer userData() {
        return ByteBuffer.allocate(Integer.BYTES).putInt(0, generation - 1);
    }

    private Map<TopicPartition, String> owners() {
        Map<TopicPartition, String> owners = new HashMap<>();
        owned.forEach((node, partitions) -> partitions.forEach(partition -> assertThat(owners.put(partition, node))
                .as("second owner of %s", partition).isNull()));
        return owners;
    }

    private void partitionsAreShared() {
        assertThat(owners()).hasSize(PARTITIONS);
        List<Integer> counts = owned.values().stream().map(Set::size).sorted().toList();
        assertThat(counts.get(counts.size() - 1) - counts.get(0)).as("partitions of nodes: %s", counts).isLessThanOrEqualTo(1);
    }

    /** How far the fullest node is above the mean, in percent. */
    private double worst(RegistryRecords records) {
        double mean = CAMERAS / (double) owned.size();
        double most = owned.values().stream().map(FleetSimulationTest::numbers)
                .mapToInt(mine -> records.cameras(mine::contains).size()).max().orElseThrow();
        return 100 * (most - mean) / mean;
    }

    private static Set<Integer> numbers(Collection<TopicPartition> partitions) {
        return partitions.stream().map(TopicPartition::partition).collect(Collectors.toSet());
    }

    private static RegistryRecords registry(IntUnaryOperator placement) {
        RegistryRecords records = new RegistryRecords();
        for (int i = 0; i < CAMERAS; i++) {
            records.add(placement.applyAsInt(i), key(i), ("{\"labels\":{\"hall\":\"" + i % 20 + "\"},\"source\":\"rtsp\",\"sourceUri\":"
                    + "\"rtsp://camera-" + i + ".plant.example/stream\",\"workflowId\":\"count\"}").getBytes(StandardCharsets.UTF_8));
        }
        return records;
    }

    private static byte[] key(int camera) {
        return ("camera-" + camera).getBytes(StandardCharsets.UTF_8);
    }

    /** Where Kafka's producers put a record by default. */
    private static int hashed(int camera) {
        return BuiltInPartitioner.partitionForKey(key(camera), PARTITIONS);
    }

    /** The placement of docs/fleet.adoc. */
    private static int numbered(int camera) {
        return camera % PARTITIONS;
    }

    @Test
    void nodesShareCamerasAndMoveWhatMustMove() {
        RegistryRecords hashed = registry(FleetSimulationTest::hashed);
        RegistryRecords numbered = registry(FleetSimulationTest::numbered);
        for (int i = 0; i < NODES; i++) {
            owned.put("node-" + i, Set.of());
        }
        rebalance();
        partitionsAreShared();
        double worstHashed = worst(hashed);
        double worstNumbered = worst(numbered);

        Random random = new Random(15);
        int moved = 0;
        int least = 0;
        int next = NODES;
        for (int change = 0; change < CHANGES; change++) {
            if (owned.size() >= NODES || owned.size() > NODES / 2 && random.nextBoolean()) {
                String gone = List.copyOf(owned.keySet()).get(random.nextInt(owned.size()));
                least += owned.remove(gone).size();
            } else {
                owned.put("node-" + next++, Set.of());
                least += PARTITIONS / owned.size();
            }
            moved += rebalance();
            partitionsAreShared();
            worstHashed = Math.max(worstHashed, worst(hashed));
            worstNumbered = Math.max(worstNumbered, worst(numbered));
        }
        System.out.printf("fleet simulation: %d cameras, %d partitions, %d to %d nodes, %d changes: moved %d partitions, least %d (%.2f);"
                + " fullest node above the mean: %.0f %% hashed, %.0f %% numbered%n", CAMERAS, PARTITIONS, NODES / 2, NODES, CHANGES,
                moved, least, moved / (double) least, worstHashed, worstNumbered);
        assertThat(moved).isLessThanOrEqualTo((int) (1.2 * least));
        assertThat(worstHashed).isLessThanOrEqualTo(40);
        assertThat(worstNumbered).isLessThanOrEqualTo(10);
    }

    /** Each node reads the whole registry, whatever it owns of it. */
    @Test
    void aNodeReadsTheWholeRegistry() {
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long cpu = threads.getCurrentThreadCpuTime();
        long allocated = threads.getCurrentThreadAllocatedBytes();
        RegistryRecords records = registry(FleetSimulationTest::numbered);
        System.out.printf("fleet simulation: a node reads %d cameras in %d ms of processor time, cold, and allocates %d KiB%n", CAMERAS,
                (threads.getCurrentThreadCpuTime() - cpu) / 1_000_000, (threads.getCurrentThreadAllocatedBytes() - allocated) / 1024);
        assertThat(records.mistakes()).isEmpty();
        assertThat(records.cameras(partition -> partition < PARTITIONS / NODES)).hasSize(CAMERAS / NODES);
    }
}
