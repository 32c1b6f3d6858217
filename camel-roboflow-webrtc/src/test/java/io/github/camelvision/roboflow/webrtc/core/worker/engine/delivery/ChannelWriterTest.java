package io.github.camelvision.roboflow.webrtc.core.worker.engine.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.core.rtc.RtcChannel;
import io.github.camelvision.roboflow.webrtc.core.worker.engine.shared.WorkerCounters;
import io.github.camelvision.roboflow.webrtc.testing.VirtualLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChannelWriterTest {

    private static final int MESSAGE = 48 * 1024;
    private static final int UNTIL_CLOSED = (int) (ChannelWriter.LIMIT / MESSAGE) + 1;
    private static final Duration PATIENCE = Duration.ofMillis(12);
    private static final Duration NEVER = Duration.ofSeconds(60);

    private final VirtualLoop loop = new VirtualLoop();
    private final SlowChannel channel = new SlowChannel();
    private final WorkerCounters counters = new WorkerCounters();
    private int resumed;
    private int gaveUp;

    @Test
    void stopsAboveTheLimitAndGoesOnAtAQuarterOfIt() {
        ChannelWriter writer = send(NEVER, 2 * UNTIL_CLOSED);
        assertThat(channel.sent).hasSize(UNTIL_CLOSED);
        assertThat(writer.blocked()).isTrue();
        channel.buffered = ChannelWriter.LIMIT / 4 + 1;
        loop.advance(Duration.ofSeconds(1));
        assertThat(channel.sent).hasSize(UNTIL_CLOSED);
        channel.drainsAtOnce = true;
        channel.buffered = ChannelWriter.LIMIT / 4;
        loop.advance(Duration.ofMillis(5));
        assertThat(channel.sent).isEqualTo(IntStream.range(0, 2 * UNTIL_CLOSED).boxed().toList());
        assertThat(resumed).isEqualTo(1);
        assertThat(writer.blocked()).isFalse();
        assertThat(counters.bytesOut.sum()).isEqualTo(2L * UNTIL_CLOSED * MESSAGE);
    }

    @Test
    void whatWaitsCountsAsTheSessionsMemory() {
        ChannelWriter writer = send(NEVER, 2 * UNTIL_CLOSED);
        assertThat(loop.memory().held()).isEqualTo((long) UNTIL_CLOSED * MESSAGE);
        channel.drainsAtOnce = true;
        channel.buffered = 0;
        loop.advance(Duration.ofMillis(5));
        assertThat(writer.blocked()).isFalse();
        assertThat(loop.memory().held()).isZero();
        channel.refuses = true;
        writer.send(List.of(new byte[MESSAGE]));
        assertThat(loop.memory().held()).isEqualTo(MESSAGE);
        channel.open = false;
        loop.advance(Duration.ofMillis(5));
        assertThat(loop.memory().held()).isZero();
    }

    @Test
    void givesUpWhenNothingIsTakenForTooLong() {
        ChannelWriter writer = send(PATIENCE, UNTIL_CLOSED + 1);
        loop.advance(PATIENCE);
        assertThat(gaveUp).isZero();
        loop.advance(Duration.ofMillis(5));
        assertThat(gaveUp).isEqualTo(1);
        assertThat(channel.sent).hasSize(UNTIL_CLOSED);
        assertThat(writer.blocked()).isFalse();
        assertThat(resumed).isZero();
        loop.advance(NEVER);
        assertThat(gaveUp).isEqualTo(1);
    }

    @Test
    void goesOnHoweverLateWhenTheChannelHasRoomAgain() {
        send(PATIENCE, UNTIL_CLOSED + 1);
        loop.advance(PATIENCE);
        channel.buffered = 0;
        loop.advance(Duration.ofMillis(5));
        assertThat(gaveUp).isZero();
        assertThat(channel.sent).hasSize(UNTIL_CLOSED + 1);
        assertThat(resumed).isEqualTo(1);
    }

    @Test
    void patienceBeginsAnewWithEachMessageThatIsTaken() {
        send(PATIENCE, 3 * UNTIL_CLOSED);
        loop.advance(Duration.ofMillis(9));
        channel.buffered = ChannelWriter.LIMIT / 4;
        loop.advance(Duration.ofMillis(11));
        assertThat(channel.sent).hasSizeGreaterThan(UNTIL_CLOSED);
        assertThat(gaveUp).isZero();
        loop.advance(PATIENCE);
        assertThat(gaveUp).isEqualTo(1);
    }

    @Test
    void aMessageThatTheChannelRefusesIsSentLater() {
        channel.refuses = true;
        ChannelWriter writer = send(NEVER, 1);
        assertThat(channel.sent).isEmpty();
        assertThat(counters.bytesOut.sum()).isZero();
        channel.refuses = false;
        writer.send(List.of(new byte[] {1}));
        loop.advance(Duration.ofMillis(5));
        assertThat(channel.sent).containsExactly(0, 1);
    }

    @Test
    void forgetsWhatWaitsWhenTheChannelIsClosed() {
        ChannelWriter writer = send(NEVER, UNTIL_CLOSED + 1);
        channel.open = false;
        loop.advance(Duration.ofMillis(5));
        assertThat(writer.blocked()).isFalse();
        assertThat(gaveUp + resumed).isZero();
        assertThat(loop.timers()).isZero();
        writer.send(List.of(new byte[1]));
        assertThat(writer.blocked()).isFalse();
        assertThat(channel.sent).hasSize(UNTIL_CLOSED);
    }

    @Test
    void isDrainedWhenTheChannelsBufferIsEmptyOrTheTimeIsOverOrItIsClosed() {
        List<String> drained = new ArrayList<>();
        ChannelWriter writer = send(NEVER, 1);
        writer.whenDrained(Duration.ofMillis(20), () -> drained.add("after " + loop.elapsed().toMillis()));
        loop.advance(Duration.ofMillis(19));
        assertThat(drained).isEmpty();
        loop.advance(Duration.ofMillis(1));
        assertThat(drained).containsExactly("after 20");

        writer.whenDrained(NEVER, () -> drained.add("empty"));
        assertThat(drained).hasSize(1);
        channel.buffered = 0;
        loop.advance(Duration.ofMillis(5));
        assertThat(drained).hasSize(2).endsWith("empty");

        channel.buffered = 1;
        writer.whenDrained(NEVER, () -> drained.add("closed"));
        channel.open = false;
        loop.advance(Duration.ofMillis(5));
        assertThat(drained).hasSize(3).endsWith("closed");
    }

    @Test
    void aMessageFitsTheChannelNextToItsHeader() {
        ChannelWriter writer = new ChannelWriter(loop, counters, true, NEVER, () -> {}, () -> {});
        assertThat(writer.attached()).isFalse();
        assertThat(writer.isOpen()).isFalse();
        assertThat(writer.maxPayload(100_000, 12)).isEqualTo(100_000);
        writer.attach(channel);
        assertThat(writer.attached()).isTrue();
        assertThat(writer.isAttachedTo(channel)).isTrue();
        assertThat(writer.isAttachedTo(new SlowChannel())).isFalse();
        assertThat(writer.maxPayload(100_000, 12)).isEqualTo(65_524);
        assertThat(writer.maxPayload(1_000, 12)).isEqualTo(1_000);
        assertThat(writer.maxPayload(1_000, 70_000)).isEqualTo(1);
    }

    private ChannelWriter send(Duration giveUpAfter, int messages) {
        ChannelWriter writer = new ChannelWriter(loop, counters, true, giveUpAfter, () -> resumed++, () -> gaveUp++);
        writer.attach(channel);
        IntStream.range(0, messages).forEach(number -> {
            byte[] message = new byte[MESSAGE];
            message[0] = (byte) number;
            writer.send(List.of(message));
        });
        return writer;
    }

    /** Keeps every byte in its buffer until the test says otherwise. */
    private static final class SlowChannel implements RtcChannel {

        private final List<Integer> sent = new ArrayList<>();
        private long buffered;
        private boolean drainsAtOnce;
        private boolean refuses;
        private boolean open = true;

        @Override
        public boolean trySend(byte[] data, boolean binary) {
            assertThat(binary).isTrue();
            if (refuses) {
                return false;
            }
            sent.add((int) data[0]);
            if (!drainsAtOnce) {
                buffered += data.length;
            }
            return true;
        }

        @Override
        public String label() {
            return "inference";
        }

        @Override
        public void setListener(RtcChannel.Listener listener) {
            throw new UnsupportedOperationException("Nobody listens");
        }

        @Override
        public boolean isOpen() {
            return open;
        }

        @Override
        public long bufferedAmount() {
            return buffered;
        }

        @Override
        public int maxMessageSize() {
            return 65_536;
        }

        @Override
        public void close() {
            open = false;
        }
    }
}
