package io.github.camelvision.roboflow.webrtc.fleet.internal.kafka;

import io.github.camelvision.roboflow.webrtc.core.loop.SteadyLoop;
import io.github.camelvision.roboflow.webrtc.core.wire.CameraOwner;
import io.github.camelvision.roboflow.webrtc.fleet.CameraRegistry;
import io.github.camelvision.roboflow.webrtc.fleet.internal.Assigned;
import io.github.camelvision.roboflow.webrtc.fleet.internal.Cameras;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cameras of those partitions of the registry that this node owns. A thread keeps the node in its group, claims what it is given and
 * closes what is taken away before another node has it. Another one watches the {@link Lease}: a node that does not hear of Kafka stops all
 * its cameras before Kafka gives them away.
 */
public final class KafkaGroup implements CameraRegistry, ConsumerRebalanceListener {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaGroup.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final long RENEW_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long STOP_SECONDS = 30;

    private final KafkaAccess access;
    private final KafkaMember.Settings settings;
    private final Supplier<Cameras> cameras;
    private final KafkaRegistry registry;
    private final Lease lease;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private KafkaMember member;
    private Thread thread;
    private Thread watch;
    private long lastRenewal;
    private String problem;
    /** What this node owns: the epoch of each partition. Replaced under this object's monitor. */
    private volatile Map<Integer, Long> epochs = Map.of();
    /** Until when partitions had another owner whose cameras are not told yet, and those cameras, until they are opened. */
    private final Map<Integer, Instant> takenOver = new ConcurrentHashMap<>();
    private final Map<String, Instant> formerUntil = new ConcurrentHashMap<>();
    /** Cameras may still run that are not this node's any more: until they have stopped it claims nothing, and speaks for none. */
    private volatile boolean late;

    public KafkaGroup(KafkaAccess access, KafkaMember.Settings settings, Duration interval, Supplier<Cameras> cameras) {
        this.access = access;
        this.settings = settings;
        this.cameras = cameras;
        this.registry = new KafkaRegistry(access, interval, (records, listener) -> publish(records));
        this.lease = new Lease(settings.sessionTimeout(), System::nanoTime);
    }

    /** When the former owner of a camera last said that it is the owner: once; null: there was none. Any thread. */
    public Instant takeFormerUntil(String camera) {
        return formerUntil.remove(camera);
    }

    /** Whether what its cameras receive may go to the route: another node may have them otherwise. Any thread. */
    public boolean owns() {
        return lease.valid();
    }

    /**
     * Takes a node out for good that is stopped: its cameras go to others now, not at the end of its session. Any thread.
     *
     * @param otherInstance its {@code groupInstanceId}
     * @throws IllegalArgumentException when it is this node, or Kafka says no
     */
    public void remove(String otherInstance) {
        if (otherInstance.equals(settings.instanceId())) {
            throw new IllegalArgumentException(otherInstance + " is this node: stop it, and remove it at another one");
        }
        member.remove(otherInstance);
    }

    private void publish(RegistryRecords records) {
        Map<Integer, Long> owned = epochs;
        List<RegistryRecords.Listed> listedHere = records.cameras(owned::containsKey);
        listedHere.stream().filter(listed -> listed.camera().enabled() && takenOver.containsKey(listed.partition()))
                .forEach(listed -> formerUntil.put(listed.camera().name(), takenOver.get(listed.partition())));
        // a camera that is listed later had no owner before
        takenOver.keySet().removeAll(owned.keySet());
        List<Assigned> mine = listedHere.stream().map(listed -> new Assigned(listed.camera(),
                owner(listed, owned.get(listed.partition())))).toList();
        cameras.get().assigned(mine, records.mistakes());
    }

    /** Epochs of one partition of one group can be compared with each other only. */
    private CameraOwner owner(RegistryRecords.Listed listed, long epoch) {
        return CameraOwner.of(epoch, settings.groupId(), access.topic(), String.valueOf(listed.partition()), listed.camera().name());
    }

    @Override
    public void start(Listener listener) throws Exception {
        registry.start(listener);
        try {
            member = new KafkaMember(access, settings);
        } catch (KafkaException e) {
            registry.stop();
            throw new IllegalArgumentException("The fleet's group " + settings.groupId() + " cannot be joined: " + KafkaRegistry.reason(e),
                    e);
        }
        member.join(this);
        thread = thread("group", () -> run(listener));
        watch = thread("lease", this::watch);
    }

    private Thread thread(String role, Runnable task) {
        Thread made = new Thread(task, "roboflow-webrtc-fleet-" + role + "-" + access.fleet());
        made.setDaemon(true);
        made.start();
        return made;
    }

    private void run(Listener listener) {
        try {
            new SteadyLoop("the group of fleet " + access.fleet()).run(() -> {
                step(listener);
                return stopped.getCount() > 0;
            });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            release(epochs.keySet());
            member.leave();
        }
    }

    private void step(Listener listener) throws InterruptedException {
        try {
            member.poll(POLL);
            claim();
            if (lease.now() - lastRenewal >= RENEW_NANOS) {
                lastRenewal = lease.now();
                renew();
            }
        } catch (WakeupException e) {
            LOG.debug("Fleet {} leaves its group", access.fleet());
        } catch (InterruptException e) {
            throw new InterruptedException(e.getMessage());
        } catch (RuntimeException | Error e) { // the next step may do better; the lease ends by itself
            String why = "The fleet's group " + settings.groupId() + " cannot be reached: " + KafkaRegistry.reason(e);
            problem = why;
            listener.unreadable(why);
            LOG.debug("The group {} cannot be reached", settings.groupId(), e);
            stopped.await(POLL.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Makes what Kafka has given to this node its own, with the next epoch of each partition. */
    private void claim() {
        Set<TopicPartition> given = member.assignment();
        given.removeIf(partition -> epochs.containsKey(partition.partition()));
        if (given.isEmpty() || late && !cameras.get().awaitStopped(settings.patience()).isEmpty()) {
            return;
        }
        late = false;
        Map<Integer, KafkaMember.Term> terms = member.next(given);
        Map<Integer, Long> claimed = new HashMap<>();
        terms.forEach((partition, term) -> claimed.put(partition, term.epoch()));
        long sent = lease.now();
        if (!member.write(claimed, registry::position)) {
            return;
        }
        lease.renewed(sent);
        synchronized (this) {
            terms.forEach((partition, term) -> {
                if (term.formerUntil() != null) {
                    takenOver.put(partition, term.formerUntil());
                }
            });
            Map<Integer, Long> all = new HashMap<>(epochs);
            all.putAll(claimed);
            epochs = Map.copyOf(all);
        }
        LOG.info("Fleet {} owns partitions {} of {}", access.fleet(), epochs.keySet(), access);
        registry.publish();
    }

    private void renew() {
        long sent = lease.now();
        boolean nothing = epochs.isEmpty();
        if (nothing && problem == null) {
            return;
        }
        boolean confirmed = !nothing && member.write(epochs, registry::position) || member.belongs();
        if (confirmed && !nothing) {
            lease.renewed(sent);
        }
        if (confirmed && problem != null) {
            problem = null;
            registry.publish();
        }
    }

    private void watch() {
        long millis = Math.max(1, Math.min(250, settings.sessionTimeout().toMillis() / 20));
        try {
            new SteadyLoop("the lease of fleet " + access.fleet()).run(() -> {
                boolean over = stopped.await(millis, TimeUnit.MILLISECONDS);
                if (!over && !lease.valid() && forget(epochs.keySet())) {
                    late = true;
                    LOG.error(
                            "Fleet {}: Kafka has not confirmed for three quarters of sessionTimeout ({} ms) that this node is in group {}: "
                                    + "its cameras stop, since another node may have them",
                            access.fleet(), settings.sessionTimeout().toMillis(),
                            settings.groupId());
                    registry.publish();
                }
                return !over;
            });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean forget(Collection<Integer> partitions) {
        Map<Integer, Long> rest = new HashMap<>(epochs);
        boolean some = rest.keySet().removeAll(Set.copyOf(partitions));
        epochs = Map.copyOf(rest);
        return some;
    }

    /** Closes cameras, and waits for them so long that the node can still say in time that it lives. */
    private void release(Collection<Integer> partitions) {
        if (!forget(partitions)) {
            return;
        }
        registry.publish();
        Set<String> open = cameras.get().awaitStopped(settings.patience());
        if (!open.isEmpty()) {
            LOG.warn("Fleet {}: the cameras {} have not closed within a quarter of sessionTimeout: another node may open them meanwhile",
                    access.fleet(), open);
        }
    }

    private static Set<Integer> numbers(Collection<TopicPartition> partitions) {
        return partitions.stream().map(TopicPartition::partition).collect(Collectors.toSet());
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        member.pause(partitions);
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        release(numbers(partitions));
    }

    /** The node is out of the group: others may own them. */
    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        LOG.warn("Fleet {}: group {} has gone on without this node: cameras of the partitions {} stop", access.fleet(), settings.groupId(),
                numbers(partitions));
        lease.end();
        late = true;
        release(numbers(partitions));
    }

    @Override
    public void stop() {
        stopped.countDown();
        if (thread != null) {
            member.wakeup();
            join(thread);
            join(watch);
        }
        registry.stop();
    }

    private static void join(Thread thread) {
        try {
            thread.join(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
