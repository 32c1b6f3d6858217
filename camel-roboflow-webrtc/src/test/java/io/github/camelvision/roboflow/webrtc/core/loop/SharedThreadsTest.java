package io.github.camelvision.roboflow.webrtc.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.testing.Waiting;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SharedThreadsTest {

    private final SharedThreads threads = new SharedThreads("test", task -> new Thread(task, "shared-threads-test"));
    private final CountDownLatch gate = new CountDownLatch(1);

    @AfterEach
    void close() throws Exception {
        gate.countDown();
        threads.close();
        Waiting.await("end of the threads").until(() -> threads.size() == 0);
    }

    private void hang() {
        try {
            gate.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void whatHangsDelaysNobodyElse() throws Exception {
        for (int i = 0; i < 50; i++) {
            assertThat(threads.execute(this::hang)).isTrue();
        }
        CountDownLatch done = new CountDownLatch(100);
        for (int i = 0; i < 100; i++) {
            threads.execute(done::countDown);
        }
        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(threads.size()).isGreaterThan(50);
        gate.countDown();
        Waiting.await("the added threads to end").until(() -> threads.size() < 20);
    }

    @Test
    void addedThreadsEndThoughTasksKeepComing() throws Exception {
        for (int i = 0; i < 50; i++) {
            threads.execute(this::hang);
        }
        Waiting.await("a thread for each").until(() -> threads.size() >= 50);
        gate.countDown();
        Waiting.await("the added threads to end").pollInterval(Duration.ofMillis(5)).until(() -> {
            threads.execute(() -> {});
            threads.execute(() -> {});
            return threads.size() < 20;
        });
    }

    @Test
    void tasksThatDoNotBlockShareAFew() throws Exception {
        Set<Thread> used = ConcurrentHashMap.newKeySet();
        AtomicInteger left = new AtomicInteger(5_000);
        CountDownLatch done = new CountDownLatch(5_000);
        Runnable chain = new Runnable() {
            @Override
            public void run() {
                used.add(Thread.currentThread());
                done.countDown();
                if (left.decrementAndGet() > 0) {
                    threads.execute(this);
                }
            }
        };
        threads.execute(chain);
        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(used).hasSizeLessThanOrEqualTo(Math.max(4, 2 * Runtime.getRuntime().availableProcessors()));
        assertThat(used).isNotEmpty().allSatisfy(thread -> assertThat(thread.getName()).isEqualTo("shared-threads-test"));
    }

    @Test
    void nothingIsTakenAfterTheEnd() {
        threads.close();
        assertThat(threads.execute(this::hang)).isFalse();
    }
}
