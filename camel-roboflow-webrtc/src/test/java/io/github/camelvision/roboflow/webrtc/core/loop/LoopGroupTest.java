package io.github.camelvision.roboflow.webrtc.core.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class LoopGroupTest {

    private final LoopGroup group = new LoopGroup(2);
    private final List<String> failed = new CopyOnWriteArrayList<>();
    private final List<SerialLoop> loops = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        loops.forEach(SerialLoop::close);
        for (SerialLoop loop : loops) {
            assertThat(loop.awaitEnd(Duration.ofSeconds(5))).isTrue();
        }
        assertThat(group.loops()).isEmpty();
    }

    private SerialLoop loop(String name) {
        SerialLoop loop = new SerialLoop(name, failure -> failed.add(name), group);
        loops.add(loop);
        return loop;
    }

    @Test
    void aHundredLoopsShareTwoThreadsAndKeepTheirOwnOrder() throws Exception {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        List<List<Integer>> ran = IntStream.range(0, 100).<List<Integer>> mapToObj(i -> new CopyOnWriteArrayList<>()).toList();
        CountDownLatch done = new CountDownLatch(100 * 50);
        List<SerialLoop> hundred = IntStream.range(0, 100).mapToObj(i -> loop("loop-" + i)).toList();
        for (int n = 0; n < 50; n++) {
            for (int i = 0; i < 100; i++) {
                int number = n;
                List<Integer> mine = ran.get(i);
                hundred.get(i).offerMedia(1, () -> {
                    threads.add(Thread.currentThread());
                    mine.add(number);
                    done.countDown();
                });
            }
        }
        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(threads).hasSize(2);
        assertThat(ran).allSatisfy(numbers -> assertThat(numbers).isEqualTo(IntStream.range(0, 50).boxed().toList()));
    }

    @Test
    void aLoopWithMuchToDoLetsTheOthersOfItsThreadTakeTurns() throws Exception {
        SerialLoop busy = loop("busy");
        loop("elsewhere");
        SerialLoop other = loop("other");
        List<String> ran = new CopyOnWriteArrayList<>();
        CountDownLatch gate = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        busy.offerControl(() -> hold(gate));
        for (int i = 0; i < 100; i++) {
            busy.offerMedia(1, () -> ran.add("busy"));
        }
        other.offerMedia(1, () -> ran.add("other"));
        busy.offerInOrder(done::countDown);
        gate.countDown();
        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(ran.indexOf("other")).as("%s", ran).isBetween(0, 2);
    }

    @Test
    void aThreadEndsWithItsLastLoopAndComesBackWithTheNext() {
        SerialLoop first = loop("first");
        List<Thread> ran = new CopyOnWriteArrayList<>();
        first.offerControl(() -> ran.add(Thread.currentThread()));
        first.close();
        await("end of the thread").atMost(Duration.ofSeconds(30)).until(() -> ran.size() == 1 && !ran.get(0).isAlive());
        loop("second").offerControl(() -> ran.add(Thread.currentThread()));
        await("a new thread").atMost(Duration.ofSeconds(30)).until(() -> ran.size() == 2);
    }

    @Test
    void aTaskFindsTheLoggingContextOfItsLoop() throws Exception {
        SerialLoop a = loop("a");
        loop("elsewhere");
        SerialLoop b = loop("b");
        List<String> ran = new CopyOnWriteArrayList<>();
        CountDownLatch done = new CountDownLatch(4);
        for (SerialLoop loop : List.of(a, b, a, b)) {
            loop.offerMedia(1, () -> {
                ran.add(loop + " " + MDC.get(LogContext.SESSION) + " " + a.onLoop() + " " + b.onLoop());
                done.countDown();
            });
        }
        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(ran).containsExactlyInAnyOrder("a a true false", "a a true false", "b b false true", "b b false true");
        assertThat(a.onLoop()).isFalse();
    }

    @Test
    void aFailureIsToldToItsLoopAndEndsNone() throws Exception {
        SerialLoop hit = loop("hit");
        loop("elsewhere");
        SerialLoop other = loop("other");
        CountDownLatch done = new CountDownLatch(2);
        hit.offerControl(() -> {
            throw new AssertionError("expected by the test");
        });
        hit.offerControl(done::countDown);
        other.offerControl(done::countDown);
        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(failed).containsExactly("hit");
    }

    /** A timer may be one that comes again and again: then what it threw has ended it. */
    @Test
    void whateverATimerThrowsIsToldBeforeAnythingElseRunsUntilItCouldBeTold() throws Exception {
        List<String> ran = new CopyOnWriteArrayList<>();
        AtomicInteger told = new AtomicInteger();
        SerialLoop hit = new SerialLoop("hit", failure -> {
            if (told.incrementAndGet() < 7) {
                throw new IllegalStateException("while it is told, on purpose");
            }
            ran.add("told " + failure.getMessage());
        }, group);
        loops.add(hit);
        CountDownLatch gate = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        hit.schedule(Duration.ofMillis(1), () -> {
            hold(gate);
            throw new IllegalArgumentException("a timer's");
        });
        hit.schedule(Duration.ofMillis(2), () -> {
            ran.add("the next timer");
            done.countDown();
        });
        gate.countDown();
        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(ran).containsExactly("told a timer's", "the next timer");
        hit.offerControl(() -> {
            throw new IllegalStateException("not a timer's, expected by the test");
        });
        CountDownLatch last = new CountDownLatch(1);
        hit.offerControl(last::countDown);
        assertThat(last.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(told).hasValue(7);
    }

    /** Of one thread: whatever a task throws, and whatever is thrown where that is told, each loop goes on with tasks and timers. */
    @Test
    void noThrowableEndsALoopOrItsNeighbours() throws Exception {
        LoopGroup one = new LoopGroup(1);
        AtomicInteger told = new AtomicInteger();
        SerialLoop hit = new SerialLoop("hit", failure -> {
            told.incrementAndGet();
            throw new OutOfMemoryError("while it is told, on purpose");
        }, one);
        SerialLoop neighbour = new SerialLoop("neighbour", failure -> failed.add("neighbour"), one);
        List<Throwable> all = List.of(new IllegalStateException("on purpose"), new AssertionError("on purpose"),
                new OutOfMemoryError("on purpose"), new StackOverflowError("on purpose"), new NoClassDefFoundError("on purpose"),
                new InterruptedException("on purpose"), new Throwable("on purpose"));
        CountDownLatch after = new CountDownLatch(3 * all.size());
        for (Throwable each : all) {
            hit.offerMedia(1, () -> LoopGroupTest.<RuntimeException> sneak(each));
            hit.offerMedia(1, after::countDown);
            hit.offerMedia(1, () -> Thread.currentThread().interrupt());
            neighbour.offerMedia(1, after::countDown);
            hit.schedule(Duration.ofMillis(20), after::countDown);
        }
        assertThat(after.await(30, TimeUnit.SECONDS)).as("%d of %d ran", after.getCount(), 3 * all.size()).isTrue();
        assertThat(told).hasValueGreaterThan(4);
        assertThat(failed).isEmpty();
        hit.close();
        neighbour.close();
        assertThat(hit.awaitEnd(Duration.ofSeconds(30)) && neighbour.awaitEnd(Duration.ofSeconds(30))).isTrue();
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable failure) throws T {
        throw (T) failure;
    }

    private static void hold(CountDownLatch gate) {
        try {
            gate.await(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
