package io.github.camelvision.roboflow.webrtc.examples.bench.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import jdk.jfr.Recording;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ThreadProfileTest {

    /** More than the least unit of either measure, several times. */
    private static final Duration BUSY = Duration.ofMillis(500);

    @TempDir
    private Path directory;

    /** Processor time, not wall clock: it ends on any machine. */
    private static long spin() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long odd = 0;
        for (long n = 1; threads.getCurrentThreadCpuTime() < BUSY.toNanos(); n++) {
            odd += collatz(n);
        }
        return odd;
    }

    private static long collatz(long n) {
        long steps = 0;
        for (long at = n; at > 1; steps++) {
            at = at % 2 == 0 ? at / 2 : 3 * at + 1;
        }
        return steps;
    }

    /** Until the sampler, which may begin late, has met it. */
    private ExecutionSamples spinOn(String group, Recording recording) throws Exception {
        for (int n = 1;; n++) {
            Thread busy = new Thread(ThreadProfileTest::spin, group + n);
            busy.start();
            busy.join();
            recording.dump(file());
            ExecutionSamples samples = ExecutionSamples.read(file(), time -> true);
            if (samples.methods(group + "N", 2).contains("ThreadProfileTest.collatz")) {
                return samples;
            }
        }
    }

    private Path file() {
        return directory.resolve("test.jfr");
    }

    @Test
    @Timeout(120)
    void samplesAreByThreadAndMethod() throws Exception {
        Instant from;
        ExecutionSamples samples;
        try (Recording recording = new Recording()) {
            recording.enable("jdk.ExecutionSample").withPeriod(Duration.ofMillis(10));
            recording.start();
            spinOn("early-", recording);
            from = Instant.now();
            samples = spinOn("busy-", recording);
        }
        assertThat(samples.threads()).contains("early-N", "busy-N");
        assertThat(samples.count("early-N") + samples.count("busy-N")).isLessThanOrEqualTo(samples.count());

        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        new ThreadProfile("client", new ThreadTimes(Map.of("loop-N", 0.3, "net", 0.1, "idle", 0.0)), 100,
                List.of(new ThreadProfile.Span(from, Instant.MAX)), file())
                        .print(new PrintStream(printed, true, StandardCharsets.UTF_8));
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("client: 4.000 ms a message in 100 messages", "loop-N", "75 %  3.000 ms",
                        "25 %  1.000 ms", "busy-N", "ThreadProfileTest.collatz")
                .doesNotContain("idle", "early-N");
    }

    @Test
    void threadsOfAKindAreOne() {
        assertThat(ThreadTimes.group("roboflow-loop-12")).isEqualTo("roboflow-loop-N");
        assertThat(ThreadTimes.group("Camel (camel-1) thread #7 - RoboflowWebrtcRoutes"))
                .isEqualTo("Camel (camel-N) thread #N - RoboflowWebrtcRoutes");
        assertThat(ThreadTimes.group("roboflow-worker-333b59c7790c450f-decode")).isEqualTo("roboflow-worker-N-decode");
        assertThat(ThreadTimes.group("C2 CompilerThre")).isEqualTo("C2 CompilerThre");
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "/proc is Linux's")
    void timesAreThoseOfThreadsThatLive() throws Exception {
        ThreadTimes before = ThreadTimes.of(ProcessHandle.current().pid());
        Thread busy = new Thread(() -> {
            spin();
            synchronized (directory) {
                directory.notifyAll();
            }
            try {
                Thread.sleep(Duration.ofMinutes(1).toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }, "spins-7");
        synchronized (directory) {
            busy.start();
            directory.wait();
        }
        ThreadTimes after = ThreadTimes.of(ProcessHandle.current().pid()).since(before);
        busy.interrupt();
        busy.join();
        assertThat(after.seconds().get("spins-N")).isGreaterThan(BUSY.toMillis() / 2e3);
        assertThat(after.plus(after).seconds().get("spins-N")).isEqualTo(2 * after.seconds().get("spins-N"));
    }
}
