package io.github.camelvision.roboflow.webrtc.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SerialLoopTest {

    private final SerialLoop loop = new SerialLoop("loop-under-test");
    private final List<String> ran = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() throws Exception {
        loop.close();
        assertThat(loop.awaitEnd(Duration.ofSeconds(30))).isTrue();
    }

    @Test
    void runsControlBeforeMediaThatWaited() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        loop.offerControl(() -> await(gate));
        loop.offerMedia(1, () -> ran.add("media"));
        loop.offerControl(() -> ran.add("control"));
        gate.countDown();
        settle();
        assertThat(ran).containsExactly("control", "media");
    }

    @Test
    void refusesAndCountsMediaBeyondTheBoundButTakesTheEndOfTheStream() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        loop.offerControl(() -> await(gate));
        int tenth = 26 * 1024 * 1024;
        for (int i = 0; i < 12; i++) {
            loop.offerMedia(tenth, () -> ran.add("media"));
        }
        assertThat(loop.offerInOrder(() -> ran.add("end"))).isTrue();
        assertThat(loop.mediaRefused()).isEqualTo(3);
        gate.countDown();
        settle();
        assertThat(ran).hasSize(10).endsWith("end");
    }

    @Test
    void aFailingTaskDoesNotEndTheLoop() throws Exception {
        loop.offerControl(() -> {
            throw new IllegalStateException("expected by the test");
        });
        loop.offerControl(() -> ran.add("next"));
        settle();
        assertThat(ran).containsExactly("next");
    }

    @Test
    void timersRunInOrderOfTheirTimeAndNotOnceTheyAreCancelled() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        loop.offerControl(() -> await(gate));
        CountDownLatch done = new CountDownLatch(1);
        loop.schedule(Duration.ofSeconds(1), () -> {
            ran.add("late");
            done.countDown();
        });
        loop.schedule(Duration.ofMillis(1), () -> ran.add("early"));
        loop.schedule(Duration.ofMillis(2), () -> ran.add("cancelled")).cancel();
        gate.countDown();
        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(ran).containsExactly("early", "late");
    }

    @Test
    void closeStillRunsTheControlTasksOfferedBefore() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        loop.offerControl(() -> await(gate));
        loop.offerControl(() -> ran.add("last"));
        loop.offerMedia(1, () -> ran.add("media"));
        loop.close();
        gate.countDown();
        assertThat(loop.awaitEnd(Duration.ofSeconds(30))).isTrue();
        assertThat(ran).containsExactly("last");
        assertThat(loop.offerControl(() -> ran.add("too late"))).isFalse();
    }

    private void settle() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        loop.offerInOrder(done::countDown);
        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
    }

    private static void await(CountDownLatch gate) {
        try {
            gate.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
