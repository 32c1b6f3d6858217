package io.github.camelvision.roboflow.webrtc.core.worker.engine.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.camelvision.roboflow.webrtc.core.capture.DecodedFrame;
import io.github.camelvision.roboflow.webrtc.core.error.SourceException;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.memory.MemoryBudget;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
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

    @Test
    void aFrameInARouteCountsUntilItIsGivenBack() {
        MemoryBudget.Account memory = MemoryBudget.ofHeap(4L * BYTES).account("Session a");
        FrameQueue queue = FrameQueue.dropping(100, 1000, dropped, memory);
        queue.offer(frame(1));
        DecodedFrame inRoute = queue.poll();
        assertThat(memory.held()).isEqualTo(BYTES);
        queue.offer(frame(2));
        queue.offer(frame(3));
        assertThat(dropped.sum()).isEqualTo(1);
        queue.poll();
        queue.offer(frame(4));
        assertThat(dropped.sum()).isEqualTo(2);
        assertThat(queue.isEmpty()).isTrue();
        queue.giveBack(inRoute);
        assertThat(memory.held()).isEqualTo(BYTES);
        queue.offer(frame(5));
        assertThat(queue.poll().pts()).isEqualTo(5);
    }

    @Test
    void aProducerWaitsForTheMemoryOfFramesInARoute() throws Exception {
        MemoryBudget.Account memory = MemoryBudget.ofHeap(2L * BYTES).account("Session a");
        FrameQueue queue = FrameQueue.waiting(4, 1000, memory);
        queue.put(frame(1));
        DecodedFrame inRoute = queue.poll();
        CompletableFuture<Boolean> second = put(queue, 2);
        await().during(Duration.ofMillis(50)).until(() -> !second.isDone());
        queue.giveBack(inRoute);
        assertThat(second.get(45, TimeUnit.SECONDS)).isTrue();
        assertThat(queue.poll().pts()).isEqualTo(2);
    }

    @Test
    void aFrameForWhichThereWillBeNoMemoryIsRefusedWithTheReason() {
        FrameQueue queue = FrameQueue.waiting(4, 1000, MemoryBudget.ofHeap(BYTES).account("Session a"));
        assertThatThrownBy(() -> queue.put(frame(1))).isInstanceOf(SourceException.class).hasMessageContaining("memoryBudget");
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
