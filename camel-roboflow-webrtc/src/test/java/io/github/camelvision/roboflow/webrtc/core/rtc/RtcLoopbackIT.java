package io.github.camelvision.roboflow.webrtc.core.rtc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.camelvision.roboflow.webrtc.core.error.TransportException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Data channels and negotiation between two peers in one JVM. */
@Timeout(60)
class RtcLoopbackIT {

    private RtcRuntime runtime;

    @BeforeEach
    void open() {
        runtime = RtcRuntime.shared();
    }

    @AfterEach
    void close() {
        runtime.close();
    }

    @Test
    void carriesTextAndBinaryBothWaysInOrder() throws Exception {
        try (PeerPair pair = new PeerPair(runtime)) {
            ChannelProbe local = new ChannelProbe();
            RtcChannel channel = pair.offerer.createChannel("inference", local);
            assertThat(channel.trySend(new byte[1], true)).isFalse();
            pair.connect();
            await().until(() -> local.opened.get() == 1 && pair.answererProbe.remote.opened.get() == 1);
            RtcChannel remote = pair.answererProbe.remoteChannels.get(0);
            assertThat(remote.label()).isEqualTo("inference");
            assertThat(channel.isOpen() && remote.isOpen()).isTrue();

            byte[] large = new byte[40 * 1024];
            new Random(7).nextBytes(large);
            assertThat(channel.trySend("{\"ack\": 1} äöü".getBytes(StandardCharsets.UTF_8), false)).isTrue();
            assertThat(channel.trySend(large, true)).isTrue();
            assertThat(channel.trySend(new byte[0], true)).isTrue();
            await().until(() -> pair.answererProbe.remote.messages.size() == 3);
            assertThat(pair.answererProbe.remote.messages.get(0).text()).isEqualTo("{\"ack\": 1} äöü");
            assertThat(pair.answererProbe.remote.messages.get(0).binary()).isFalse();
            assertThat(pair.answererProbe.remote.messages.get(1).binary()).isTrue();
            assertThat(pair.answererProbe.remote.messages.get(1).data()).isEqualTo(large);
            assertThat(pair.answererProbe.remote.messages.get(2).data()).isEmpty();

            assertThat(remote.trySend(pair.answererProbe.remote.messages.get(1).data(), true)).isTrue();
            await().until(() -> local.messages.size() == 1);
            assertThat(local.messages.get(0).data()).isEqualTo(large);
        }
    }

    @Test
    void deliversMessagesSentBeforeTheRemoteListenerWasSet() throws Exception {
        try (PeerPair pair = new PeerPair(runtime)) {
            RtcChannel[] channel = new RtcChannel[1];
            ChannelProbe eager = new ChannelProbe();
            channel[0] = pair.offerer.createChannel("eager", eager);
            pair.offer();
            pair.answer();
            await().pollInterval(1, TimeUnit.MILLISECONDS).until(() -> channel[0].trySend("first".getBytes(), false));
            await().until(() -> !pair.answererProbe.remote.messages.isEmpty());
            assertThat(pair.answererProbe.remote.messages.get(0).text()).isEqualTo("first");
        }
    }

    @Test
    void refusesToQueueAboveTheHighWaterMarkAndDrains() throws Exception {
        try (PeerPair pair = new PeerPair(runtime)) {
            RtcChannel channel = pair.offerer.createChannel("inference", new ChannelProbe());
            pair.connect();
            await().until(channel::isOpen);
            byte[] message = new byte[48 * 1024];
            long sent = 0;
            while (channel.trySend(message, true)) {
                sent += message.length;
                assertThat(sent).as("back-pressure before this much").isLessThan(4L << 30);
            }
            assertThat(channel.bufferedAmount()).isLessThan(RtcChannel.HIGH_WATER + 2L * message.length);
            await().until(() -> channel.bufferedAmount() <= RtcChannel.LOW_WATER);
            assertThat(channel.trySend(message, true)).isTrue();
            long total = sent + message.length;
            await().until(() -> pair.answererProbe.remote.bytes.get() == total);
            assertThat(channel.isOpen()).isTrue();
        }
    }

    @Test
    void refusesMessagesLargerThanTheRemoteSideTakes() throws Exception {
        try (PeerPair pair = new PeerPair(runtime)) {
            RtcChannel channel = pair.offerer.createChannel("inference", new ChannelProbe());
            assertThat(channel.maxMessageSize()).isEqualTo(65_536);
            String offer = pair.offerer.createOffer(Duration.ofSeconds(2)).get(20, TimeUnit.SECONDS);
            pair.answerer.acceptOffer(offer).get(20, TimeUnit.SECONDS);
            String answer = pair.answerer.createAnswer(java.time.Duration.ofSeconds(2)).get(20, TimeUnit.SECONDS);
            assertThat(answer).contains("a=max-message-size:262144");
            pair.offerer.acceptAnswer(answer.replace("a=max-message-size:262144", "a=max-message-size:50000")).get(20, TimeUnit.SECONDS);
            pair.awaitConnected();
            await().until(channel::isOpen);
            assertThat(channel.maxMessageSize()).isEqualTo(50_000);
            assertThatThrownBy(() -> channel.trySend(new byte[50_001], true)).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("50000");
            assertThat(channel.trySend(new byte[50_000], true)).isTrue();
            await().until(() -> pair.answererProbe.remote.bytes.get() == 50_000);
        }
    }

    @Test
    void carriesTheLargestMessage() throws Exception {
        try (PeerPair pair = new PeerPair(runtime)) {
            RtcChannel channel = pair.offerer.createChannel("inference", new ChannelProbe());
            pair.connect();
            await().until(channel::isOpen);
            assertThat(channel.maxMessageSize()).isEqualTo(262_144);
            assertThat(channel.trySend(new byte[262_144], true)).isTrue();
            await().until(() -> pair.answererProbe.remote.bytes.get() == 262_144);
            assertThat(channel.isOpen()).isTrue();
        }
    }

    @Test
    void tellsBothSidesOnceThatAChannelClosed() throws Exception {
        try (PeerPair pair = new PeerPair(runtime)) {
            ChannelProbe local = new ChannelProbe();
            RtcChannel channel = pair.offerer.createChannel("inference", local);
            pair.connect();
            await().until(channel::isOpen);
            pair.answererProbe.remoteChannels.get(0).close();
            await().until(() -> local.closed.get() == 1 && pair.answererProbe.remote.closed.get() == 1);
            assertThat(channel.trySend(new byte[1], true)).isFalse();
            channel.close();
            channel.close();
            assertThat(local.closed).hasValue(1);
        }
    }

    @Test
    void closingThePeerEndsTheRemoteChannel() throws Exception {
        try (PeerPair pair = new PeerPair(runtime)) {
            ChannelProbe local = new ChannelProbe();
            RtcChannel channel = pair.offerer.createChannel("inference", local);
            pair.connect();
            await().until(() -> channel.isOpen() && pair.answererProbe.remote.opened.get() == 1);
            pair.offerer.close();
            assertThat(channel.isOpen()).isFalse();
            assertThat(channel.trySend(new byte[1], true)).isFalse();
            assertThat(channel.bufferedAmount()).isZero();
            await().until(() -> pair.answererProbe.remote.closed.get() == 1);
            assertThat(local.closed).hasValue(0);
        }
    }

    @Test
    void failsWithATransportExceptionOnAnAnswerThatDoesNotFit() {
        try (PeerPair pair = new PeerPair(runtime)) {
            pair.offerer.createChannel("inference", new ChannelProbe());
            pair.offerer.createOffer(Duration.ofSeconds(2)).join();
            for (String bad : Arrays.asList("", "nonsense", "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n")) {
                assertThatThrownBy(() -> pair.offerer.acceptAnswer(bad).get(20, TimeUnit.SECONDS))
                        .hasCauseInstanceOf(TransportException.class);
            }
        }
    }

    @Test
    void reportsTheChosenPairAndTheData() throws Exception {
        try (PeerPair pair = new PeerPair(runtime)) {
            RtcChannel channel = pair.offerer.createChannel("inference", new ChannelProbe());
            pair.connect();
            await().until(() -> channel.trySend(new byte[100], true));
            await().untilAsserted(() -> {
                Map<String, Object> stats = pair.offerer.stats().get(30, TimeUnit.SECONDS);
                assertThat(stats).containsEntry("connection.local.candidateType", "host").containsEntry("data.messagesSent", 1L)
                        .containsKeys("connection.bytesSent", "connection.currentRoundTripTime");
            });
        }
    }

    @Test
    void givesUpOnMoreChannelsThanTheProtocolCouldEverNeed() throws Exception {
        try (PeerPair pair = new PeerPair(runtime)) {
            ChannelProbe[] probes = new ChannelProbe[20];
            for (int i = 0; i < probes.length; i++) {
                probes[i] = new ChannelProbe();
                pair.offerer.createChannel("c" + i, probes[i]);
            }
            pair.connect();
            await().until(() -> Arrays.stream(probes).mapToInt(p -> p.closed.get()).sum() == 4);
            assertThat(pair.answererProbe.remoteChannels).hasSize(16);
        }
    }
}
