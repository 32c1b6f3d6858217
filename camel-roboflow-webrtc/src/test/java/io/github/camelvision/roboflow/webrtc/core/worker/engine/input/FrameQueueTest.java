package io.github.camelvision.roboflow.webrtc.core.worker.engine.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelvision.roboflow.webrtc.core.capture.DecodedFrame;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.memory.MemoryBudget;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

class FrameQueueTest {

    private static final int BYTES = Frame.sizeOf(2, 2);

    private final LongAdder dropped = new LongAdder();

    @Test
    void aFullDroppingQueueGivesUpItsOldestFrames() {
        FrameQueue queue = FrameQueue.dropping(2, 1000, dropped, MemoryBudget.heap().account("test"));
        for (int i = 1; i <= 5; i++) {
            assertThat(queue.offer(frame(i))).isTrue();
        }
        assertThat(queue.poll().pts()).isEqualTo(4);
        assertThat(queue.poll().pts()).isEqualTo(5);
        assertThat(queue.poll()).isNull();
        assertThat(dropped.sum()).isEqualTo(3);
    }

    @Test
    void theBoundCountsBytesTooButAlwaysHoldsOneFrame() throws InterruptedException {
        FrameQueue queue = FrameQueue.dropping(100, BYTES - 1, dropped, MemoryBudget.heap().account("test"));
        queue.put(frame(1));
        queue.put(frame(2));
        assertThat(queue.poll().pts()).isEqualTo(2);
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void aFullWaitingQueueMakesItsProducerWaitAndLosesNothing() throws Exception {
        FrameQueue queue = FrameQueue.waiting(1, 1000, MemoryBudget.heap().account("test"));
        queue.put(frame(1));
        CompletableFuture<Boolean> second = put(queue, 2);
        assertThat(queue.poll().pts()).isEqualTo(1);
        assertThat(second.get()).isTrue();
        assertThat(queue.poll().pts()).isEqualTo(2);
    }

    @Test
    void closingFreesTheFramesAndLetsTheProducerGo() throws Exception {
        FrameQueue queue = FrameQueue.waiting(1, 1000, MemoryBudget.heap().account("test"));
        queue.put(frame(1));
        CompletableFuture<Boolean> second = put(queue, 2);
        queue.close();
        assertThat(second.get()).isFalse();
        assertThat(queue.poll()).isNull();
        assertThat(queue.offer(frame(3))).isFalse();
        await().untilAsserted(() -> assertThat(queue.isEmpty()).isTrue());
    }

    private static CompletableFuture<Boolean> put(FrameQueue queue, int pts) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return queue.put(frame(pts));
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
    }

    private static DecodedFrame frame(long pts) {
        return new DecodedFrame(Frame.ofI420(2, 2, new byte[BYTES], pts), pts, 1.0);
    }
}
