package io.github.camelvision.roboflow.webrtc.core.worker.engine.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelvision.roboflow.webrtc.core.loop.SerialLoop;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcChannel;
import io.github.camelvision.roboflow.webrtc.core.worker.engine.shared.WorkerCounters;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChannelWriterTest {

    private static final int MESSAGE = 48 * 1024;
    private static final int UNTIL_CLOSED = (int) (ChannelWriter.LIMIT / MESSAGE) + 1;

    private final SerialLoop loop = new SerialLoop("channel-writer-test");
    private final SlowChannel channel = new SlowChannel();
    private final CountDownLatch resumed = new CountDownLatch(1);
    private final CountDownLatch gaveUp = new CountDownLatch(1);

    @AfterEach
    void stop() {
        loop.close();
    }

    @Test
    void stopsAboveTheLimitAndGoesOnAtAQuarterOfIt() {
        send(Duration.ofSeconds(60), 2 * UNTIL_CLOSED);
        await().until(() -> channel.sent.size() == UNTIL_CLOSED);
        channel.buffered = ChannelWriter.LIMIT / 4 + 1;
        await().during(Duration.ofMillis(100)).until(() -> channel.sent.size() == UNTIL_CLOSED);
        channel.drainsAtOnce = true;
        channel.buffered = ChannelWriter.LIMIT / 4;
        await().until(() -> channel.sent.size() == 2 * UNTIL_CLOSED);
        await().until(() -> resumed.getCount() == 0);
        assertThat(channel.sent).isEqualTo(IntStream.range(0, 2 * UNTIL_CLOSED).boxed().toList());
    }

    @Test
    void givesUpWhenNothingIsTakenForTooLong() {
        send(Duration.ofMillis(50), UNTIL_CLOSED + 1);
        await().until(() -> gaveUp.getCount() == 0);
        assertThat(channel.sent).hasSize(UNTIL_CLOSED);
        assertThat(resumed.getCount()).isEqualTo(1);
    }

    @Test
    void forgetsWhatWaitsWhenTheChannelIsClosed() {
        ChannelWriter writer = send(Duration.ofSeconds(60), UNTIL_CLOSED + 1);
        await().until(() -> channel.sent.size() == UNTIL_CLOSED);
        channel.open = false;
        CountDownLatch drained = new CountDownLatch(1);
        loop.offerControl(() -> writer.whenDrained(Duration.ofSeconds(60), drained::countDown));
        await().until(() -> drained.getCount() == 0);
        assertThat(gaveUp.getCount()).isEqualTo(1);
    }

    private ChannelWriter send(Duration giveUpAfter, int messages) {
        ChannelWriter writer = new ChannelWriter(loop, new WorkerCounters(), true, giveUpAfter, resumed::countDown, gaveUp::countDown);
        writer.attach(channel);
        loop.offerControl(() -> IntStream.range(0, messages).forEach(number -> {
            byte[] message = new byte[MESSAGE];
            message[0] = (byte) number;
            writer.send(List.of(message));
        }));
        return writer;
    }

    /** Keeps every byte in its buffer until the test says otherwise. */
    private static final class SlowChannel implements RtcChannel {

        private final List<Integer> sent = new CopyOnWriteArrayList<>();
        private volatile long buffered;
        private volatile boolean drainsAtOnce;
        private volatile boolean open = true;

        @Override
        public boolean trySend(byte[] data, boolean binary) {
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
