package io.github.camelvision.roboflow.webrtc.fleet.internal.kafka;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberToRemove;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A fleet's node in Kafka's group. It reads nothing: its partitions stand for cameras. The epoch of a partition, and when its owner wrote
 * it, are in the metadata of its committed offset, which Kafka takes from members of the group's present generation only. For one thread,
 * but for {@link #wakeup}.
 */
public final class KafkaMember {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaMember.class);
    private static final long HEARTBEAT_MILLIS = 1_000;
    /** Epoch, and milliseconds since 1970. */
    private static final Pattern WRITTEN = Pattern.compile("(\\d{1,18}) (\\d{1,15})");

    /**
     * What a node claims that has a partition now.
     *
     * @param epoch how often the partition has had an owner, this one included
     * @param formerUntil when the former owner last wrote that it is the owner; null: there was none
     */
    record Term(long epoch, Instant formerUntil) {}

    /**
     * @param groupId of the nodes that share the cameras
     * @param instanceId of a static member; null: the node is a dynamic one
     * @param sessionTimeout after which a node that is not heard of has lost its cameras
     */
    public record Settings(String groupId, String instanceId, Duration sessionTimeout) {

        /** Of each request that keeps the node in its group. */
        Duration patience() {
            return sessionTimeout.dividedBy(4);
        }

        /** In the words of Kafka's consumer, which says more often that it lives than the session needs: others hear of a change by it. */
        Map<String, Object> consumer() {
            long timeout = sessionTimeout.toMillis();
            Map<String, Object> own = new HashMap<>(Map.of("group.id", groupId, "session.timeout.ms", (int) timeout,
                    "heartbeat.interval.ms", (int) Math.min(HEARTBEAT_MILLIS, timeout / 4),
                    // how long the group waits for a node that closes its cameras
                    "max.poll.interval.ms", (int) Math.min(Integer.MAX_VALUE, 3 * timeout),
                    "partition.assignment.strategy", List.of(CooperativeStickyAssignor.class.getName())));
            if (instanceId != null) {
                own.put("group.instance.id", instanceId);
            }
            return own;
        }
    }

    private final KafkaAccess access;
    private final Settings settings;
    private final Consumer<byte[], byte[]> consumer;
    private final Admin admin;

    KafkaMember(KafkaAccess access, Settings settings) {
        this.access = access;
        this.settings = settings;
        consumer = new KafkaConsumer<>(access.consumerSettings("group", settings.consumer()));
        try {
            admin = Admin.create(access.clientSettings("members", Map.of()));
        } catch (KafkaException e) {
            consumer.close(Duration.ZERO);
            throw e;
        }
    }

    void join(ConsumerRebalanceListener listener) {
        consumer.subscribe(List.of(access.topic()), listener);
    }

    void poll(Duration most) {
        consumer.poll(most);
    }

    void pause(Collection<TopicPartition> partitions) {
        consumer.pause(partitions);
    }

    Set<TopicPartition> assignment() {
        return new HashSet<>(consumer.assignment());
    }

    /** What comes after the last owner of each partition. */
    Map<Integer, Term> next(Set<TopicPartition> partitions) {
        Map<Integer, Term> terms = new HashMap<>();
        consumer.committed(partitions, settings.patience())
                .forEach((partition, committed) -> terms.put(partition.partition(), next(committed == null ? "" : committed.metadata())));
        return terms;
    }

    static Term next(String metadata) {
        Matcher written = WRITTEN.matcher(metadata);
        return written.matches()
                ? new Term(Long.parseLong(written.group(1)) + 1, Instant.ofEpochMilli(Long.parseLong(written.group(2))))
                : new Term(1, null);
    }

    static String metadata(long epoch, Instant now) {
        return epoch + " " + now.toEpochMilli();
    }

    /** Writes the epochs. @return whether the group's present generation has this node, and nothing moves in it */
    boolean write(Map<Integer, Long> epochs, IntToLongFunction position) {
        Map<TopicPartition, OffsetAndMetadata> commits = new HashMap<>();
        Instant now = Instant.now();
        epochs.forEach((partition, epoch) -> commits.put(new TopicPartition(access.topic(), partition),
                new OffsetAndMetadata(position.applyAsLong(partition), metadata(epoch, now))));
        try {
            consumer.commitSync(commits, settings.patience());
            return true;
        } catch (RebalanceInProgressException | CommitFailedException e) {
            return false;
        } catch (org.apache.kafka.common.errors.TimeoutException e) {
            LOG.debug("Not written", e);
            // Kafka's own words have what was to be written, other times with each attempt: they would be told again and again
            throw new KafkaException("The brokers did not confirm within " + settings.patience().toMillis() + " ms");
        }
    }

    /**
     * Whether Kafka counts this node among the group's members. While a group waits for one that has died, nobody can commit, and nobody
     * loses anything.
     */
    boolean belongs() {
        try {
            return admin.describeConsumerGroups(List.of(settings.groupId())).describedGroups().get(settings.groupId())
                    .get(settings.patience().toMillis(), TimeUnit.MILLISECONDS).members().stream()
                    .anyMatch(member -> member.consumerId().equals(consumer.groupMetadata().memberId()));
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException known ? known : new KafkaException(e.getCause());
        } catch (TimeoutException e) {
            return false;
        }
    }

    /** Takes a static member that is stopped out of the group. Any thread. */
    void remove(String otherInstance) {
        try {
            admin.removeMembersFromConsumerGroup(settings.groupId(),
                    new RemoveMembersFromConsumerGroupOptions(List.of(new MemberToRemove(otherInstance)))).all()
                    .get(settings.sessionTimeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalArgumentException("The group " + settings.groupId() + " did not remove the member " + otherInstance + ": "
                    + KafkaRegistry.reason(e), e);
        }
    }

    void wakeup() {
        consumer.wakeup();
    }

    /** A static member stays in the group until its session is over; a dynamic one is out at once. */
    void leave() {
        admin.close(Duration.ZERO);
        consumer.close(settings.patience());
    }
}
