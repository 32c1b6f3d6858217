package io.github.camelvision.roboflow.webrtc.fleet.internal.kafka;

import io.github.camelvision.roboflow.webrtc.core.loop.SteadyLoop;
import io.github.camelvision.roboflow.webrtc.fleet.CameraRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cameras of a compacted topic: a record for each camera, whose key is the camera's name and whose value is its entry. It is read from its
 * beginning with each start, all partitions, by a thread of its own, and without a group.
 */
public final class KafkaRegistry implements CameraRegistry {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaRegistry.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final long STOP_SECONDS = 20;

    /** What becomes of records. */
    @FunctionalInterface
    interface Output {
        void tell(RegistryRecords records, Listener listener);
    }

    private final KafkaAccess access;
    private final long intervalNanos;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final RegistryRecords records = new RegistryRecords();
    private final Map<Integer, Long> positions = new ConcurrentHashMap<>();
    private final Output output;
    private Listener listener;
    private boolean told;
    private Consumer<byte[], byte[]> consumer;
    private Thread thread;
    private List<TopicPartition> partitions = List.of();
    /** Where the partitions ended when they were first looked at: what is before belongs to the first list. */
    private Map<TopicPartition, Long> first;
    /** Where they ended when they were last looked at. */
    private final Map<TopicPartition, Long> lastEnds = new HashMap<>();
    private long lastLook;
    private boolean changed;
    private boolean unreadable;

    /** @param interval how often it is asked whether Kafka is there, and whether partitions have come */
    public KafkaRegistry(KafkaAccess access, Duration interval) {
        this(access, interval, (records, listener) -> listener.cameras(
                records.cameras(partition -> true).stream().map(RegistryRecords.Listed::camera).toList(), records.mistakes()));
    }

    KafkaRegistry(KafkaAccess access, Duration interval, Output output) {
        this.access = access;
        this.output = output;
        this.intervalNanos = Math.max(1, interval.toNanos());
    }

    /** @throws IllegalArgumentException when Kafka does not answer, or has no such topic */
    @Override
    public void start(Listener toTell) {
        listener = toTell;
        try {
            consumer = new KafkaConsumer<>(access.consumerSettings("registry", Map.of("isolation.level", "read_committed",
                    "metadata.max.age.ms", 30_000)));
            look();
        } catch (KafkaException e) {
            if (consumer != null) {
                consumer.close(Duration.ZERO);
            }
            throw new IllegalArgumentException(problem(e), e);
        } catch (IllegalArgumentException e) {
            consumer.close(Duration.ZERO);
            throw e;
        }
        changed = true;
        thread = new Thread(this::run, "roboflow-webrtc-fleet-registry-" + access.fleet());
        thread.setDaemon(true);
        thread.start();
    }

    private String problem(Throwable e) {
        return "The registry " + access.name() + " cannot be read: " + reason(e);
    }

    static String reason(Throwable e) {
        return String.valueOf((e.getCause() == null ? e : e.getCause()).getMessage());
    }

    private void run() {
        try {
            new SteadyLoop("the registry " + access.name()).run(() -> {
                step();
                return stopped.getCount() > 0;
            });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            consumer.close();
        }
    }

    private void step() throws InterruptedException {
        try {
            read(consumer.poll(POLL));
            if (System.nanoTime() - lastLook >= intervalNanos) {
                look();
                changed |= unreadable;
            }
            if (changed && complete()) {
                changed = false;
                unreadable = false;
                synchronized (this) {
                    told = true;
                }
                publish();
            }
        } catch (WakeupException e) {
            LOG.debug("The registry {} is not read any more", access);
        } catch (InterruptException e) {
            throw new InterruptedException(e.getMessage());
        } catch (RuntimeException | Error e) { // the next step may do better
            unreadable = true;
            listener.unreadable(e instanceof IllegalArgumentException ? e.getMessage() : problem(e));
            LOG.debug("The registry {} cannot be read", access, e);
            stopped.await(POLL.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Tells again, when it has once. Any thread. */
    synchronized void publish() {
        if (told) {
            output.tell(records, listener);
        }
    }

    /** After the last record that was read. Any thread. */
    long position(int partition) {
        return positions.getOrDefault(partition, 0L);
    }

    private synchronized void read(ConsumerRecords<byte[], byte[]> more) {
        for (ConsumerRecord<byte[], byte[]> one : more) {
            records.add(one.partition(), one.key(), one.value());
            positions.put(one.partition(), one.offset() + 1);
            changed = true;
        }
    }

    /** Asks Kafka where the partitions end: whether it is there, whether there are more, and whether they are the same still. */
    private void look() {
        lastLook = System.nanoTime();
        List<TopicPartition> now = consumer.partitionsFor(access.topic()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition())).toList();
        if (now.isEmpty()) {
            throw new IllegalArgumentException("The registry " + access.name() + " cannot be read: there is no such topic; make it with "
                    + "cleanup.policy=compact");
        }
        if (now.size() > partitions.size()) {
            consumer.assign(now);
            partitions = now;
        }
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        if (first == null) {
            first = new HashMap<>(ends);
        }
        ends.forEach((partition, end) -> {
            // a consumer that asked for more than there is may have begun anew by itself: then only the end tells
            boolean shorter = consumer.position(partition) > end || end < ends(partition);
            lastEnds.put(partition, end);
            if (shorter) {
                LOG.warn("The registry {} was made anew: partition {} is read from its beginning", access, partition.partition());
                synchronized (this) {
                    records.clear(partition.partition());
                }
                first.put(partition, end);
                consumer.seekToBeginning(List.of(partition));
                changed = true;
            }
        });
    }

    private long ends(TopicPartition partition) {
        return lastEnds.getOrDefault(partition, 0L);
    }

    private boolean complete() {
        return first.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    @Override
    public void stop() {
        stopped.countDown();
        if (thread == null) {
            return;
        }
        consumer.wakeup();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
