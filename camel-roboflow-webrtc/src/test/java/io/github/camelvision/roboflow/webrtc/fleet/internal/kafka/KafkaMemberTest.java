package io.github.camelvision.roboflow.webrtc.fleet.internal.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaMemberTest {

    @Test
    void theNextOwnerKnowsTheEpochAndUntilWhenThereWasAnOwner() {
        Instant now = Instant.ofEpochMilli(1_800_000_000_123L);
        KafkaMember.Term first = KafkaMember.next("");
        assertThat(first).isEqualTo(new KafkaMember.Term(1, null));
        assertThat(KafkaMember.next(KafkaMember.metadata(1, now))).isEqualTo(new KafkaMember.Term(2, now));
        assertThat(KafkaMember.next("somebody else's")).isEqualTo(first);
    }

    /** Whatever the session timeout, and whatever the user's settings of Kafka say. */
    @ParameterizedTest
    @ValueSource(ints = {6, 20, 60, 1_800})
    void heartbeatsAreASecondApartAtMost(int seconds) {
        KafkaMember.Settings settings = new KafkaMember.Settings("plant", "a", Duration.ofSeconds(seconds));
        KafkaAccess access = new KafkaAccess("plant", "cameras", "localhost:9092",
                Map.of("heartbeat.interval.ms", "3000", "session.timeout.ms", "45000"));
        ConsumerConfig config = new ConsumerConfig(access.consumerSettings("group", settings.consumer()));
        assertThat(config.getInt(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG)).isBetween(1, 1_000);
        assertThat(config.getInt(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG)).isEqualTo(seconds * 1_000);
        assertThat(config.getString(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG)).isEqualTo("a");
    }
}
