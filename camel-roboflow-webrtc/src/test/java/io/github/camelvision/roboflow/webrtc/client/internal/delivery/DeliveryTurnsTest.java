package io.github.camelvision.roboflow.webrtc.client.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.core.loop.SharedThreads;
import io.github.camelvision.roboflow.webrtc.testing.Waiting;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeliveryTurnsTest {

    private final SharedThreads threads = new SharedThreads("test", Thread::new);
    private final Queue<Integer> items = new ConcurrentLinkedQueue<>();
    private final List<Integer> done = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        threads.close();
    }

    private interface Handler {
        void handle(int item, Runnable whenDone);
    }

    private DeliveryTurns turns(int most, Handler handler) {
        return new DeliveryTurns(threads, most, () -> !items.isEmpty(), whenDone -> {
            Integer item = items.poll();
            if (item == null) {
                return false;
            }
            handler.handle(item, whenDone);
            return true;
        });
    }

    @Test
    void oneTurnKeepsTheOrderWhetherTheRouteGoesOnHereOrElsewhere() {
        AtomicInteger atWork = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        DeliveryTurns turns = turns(1, (item, whenDone) -> {
            most.accumulateAndGet(atWork.incrementAndGet(), Math::max);
            Runnable end = () -> {
                done.add(item);
                atWork.decrementAndGet();
                whenDone.run();
            };
            if (item % 3 == 0) {
                new Thread(end).start();
            } else {
                end.run();
            }
        });
        for (int i = 0; i < 500; i++) {
            items.add(i);
            turns.wake();
        }
        Waiting.await("all items").until(() -> done.size() == 500);
        assertThat(done).isEqualTo(IntStream.range(0, 500).boxed().toList());
        assertThat(most).hasValue(1);
    }

    /** As when there is no memory even for what {@link DeliveryTurns.Work} would do about it. */
    @Test
    void aTurnThatBreaksEndsNoConsumer() {
        AtomicInteger broken = new AtomicInteger();
        DeliveryTurns turns = turns(1, (item, whenDone) -> {
            if (item % 2 == 0) {
                broken.incrementAndGet();
                throw new OutOfMemoryError("expected by the test");
            }
            done.add(item);
            whenDone.run();
        });
        for (int i = 0; i < 100; i++) {
            items.add(i);
        }
        turns.wake();
        Waiting.await("all items").until(() -> done.size() == 50);
        assertThat(broken).hasValue(50);
        turns.awaitEnd(Duration.ofSeconds(45), () -> {
            throw new AssertionError("no turn was given back");
        });
    }

    @Test
    void asManyAtATimeAsWereAllowed() throws Exception {
        CountDownLatch three = new CountDownLatch(3);
        CountDownLatch gate = new CountDownLatch(1);
        AtomicInteger begun = new AtomicInteger();
        DeliveryTurns turns = turns(3, (item, whenDone) -> {
            begun.incrementAndGet();
            three.countDown();
            hold(gate);
            done.add(item);
            whenDone.run();
        });
        items.addAll(List.of(1, 2, 3, 4, 5, 6));
        turns.wakeAll();
        assertThat(three.await(30, TimeUnit.SECONDS)).isTrue();
        turns.wakeAll();
        assertThat(begun).hasValue(3);
        gate.countDown();
        Waiting.await("all items").until(() -> done.size() == 6);
    }

    @Test
    void theEndWaitsForWhatIsUnderWayAndInterruptsWhatTakesLonger() {
        CountDownLatch begun = new CountDownLatch(1);
        AtomicInteger interrupted = new AtomicInteger();
        DeliveryTurns turns = turns(1, (item, whenDone) -> {
            begun.countDown();
            try {
                TimeUnit.MINUTES.sleep(5);
            } catch (InterruptedException e) {
                interrupted.incrementAndGet();
            }
            whenDone.run();
        });
        items.add(1);
        turns.wake();
        Waiting.await("the item").until(() -> begun.getCount() == 0);
        turns.awaitEnd(Duration.ofMillis(50), () -> {});
        assertThat(interrupted).hasValue(1);
    }

    private static void hold(CountDownLatch gate) {
        try {
            gate.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
