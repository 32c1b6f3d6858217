package io.github.camelvision.roboflow.webrtc.core.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

class SteadyLoopTest {

    /** A logging framework for which there is no memory either. */
    private static Logger fullHeap() {
        return (Logger) Proxy.newProxyInstance(SteadyLoopTest.class.getClassLoader(), new Class<?>[] {Logger.class},
                (proxy, method, args) -> {
                    throw new OutOfMemoryError("expected by the test: no memory to log with");
                });
    }

    @Test
    void goesOnAfterEveryKindOfFailure() throws Exception {
        Queue<Throwable> failures = new LinkedBlockingQueue<>(List.of(new IllegalStateException("one"), new AssertionError("two"),
                new StackOverflowError(), new OutOfMemoryError("four")));
        List<Throwable> told = new ArrayList<>();
        new SteadyLoop("a loop under test", told::add).run(() -> {
            if (!failures.isEmpty()) {
                throw sneaky(failures.poll());
            }
            return false;
        });
        assertThat(told).hasSize(4);
    }

    /** A process that has no file descriptor left cannot read another class from a folder, as a development environment has it. */
    @Test
    void goesOnWhenNoClassCanBeLoadedAnyMore() throws Exception {
        AtomicBoolean refuse = new AtomicBoolean();
        try (URLClassLoader own = new URLClassLoader(new URL[] {Path.of("target/classes").toUri().toURL()}, getClass().getClassLoader()) {
            @Override
            protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                if (!name.startsWith("io.github.camelvision")) {
                    return super.loadClass(name, resolve);
                }
                Class<?> loaded = findLoadedClass(name);
                if (loaded == null && refuse.get()) {
                    throw new ClassNotFoundException(name);
                }
                return loaded == null ? findClass(name) : loaded;
            }
        }) {
            Class<?> type = Class.forName(SteadyLoop.class.getName(), true, own);
            Class<?> stepType = Class.forName(SteadyLoop.Step.class.getName(), true, own);
            Object loop = type.getConstructor(String.class).newInstance("a loop under test");
            AtomicInteger steps = new AtomicInteger();
            Object step = Proxy.newProxyInstance(own, new Class<?>[] {stepType}, (proxy, method, args) -> {
                if (steps.incrementAndGet() < 3) {
                    throw new IllegalStateException("expected by the test");
                }
                return false;
            });
            refuse.set(true);
            type.getMethod("run", stepType).invoke(loop, step);
            assertThat(steps).hasValue(3);
        }
    }

    @Test
    void goesOnWhenTheFailureCanBeNeitherLoggedNorHandled() throws Exception {
        int[] steps = new int[1];
        new SteadyLoop("a loop under test", failure -> {
            throw new OutOfMemoryError("expected by the test: no memory to handle it");
        }, fullHeap()).run(() -> {
            if (++steps[0] < 10) {
                throw new OutOfMemoryError("expected by the test");
            }
            return false;
        });
        assertThat(steps[0]).isEqualTo(10);
    }

    @Test
    void anInterruptEndsIt() {
        assertThatThrownBy(() -> new SteadyLoop("a loop under test").run(() -> {
            throw new InterruptedException("expected by the test");
        })).isInstanceOf(InterruptedException.class);
    }

    @Test
    void aRepeatedStepComesAgainAfterEveryKindOfFailure() {
        ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
        AtomicInteger steps = new AtomicInteger();
        try {
            scheduler.scheduleAtFixedRate(SteadyLoop.repeated("a step under test", () -> {
                steps.incrementAndGet();
                throw new AssertionError("expected by the test");
            }), 1, 1, TimeUnit.MILLISECONDS);
            await().atMost(45, TimeUnit.SECONDS).until(() -> steps.get() >= 5);
        } finally {
            scheduler.shutdownNow();
        }
    }

    @Test
    void aLaterStepComesAgainUntilItHasNotThrown() {
        AtomicInteger steps = new AtomicInteger();
        SteadyLoop.later("a step under test", Duration.ofMillis(1), () -> {
            if (steps.incrementAndGet() < 3) {
                throw new OutOfMemoryError("expected by the test");
            }
        });
        await().atMost(45, TimeUnit.SECONDS).until(() -> steps.get() == 3);
    }

    /** The executor that delays a task tells nobody what it threw. */
    @Test
    void nothingElseDelaysTasks() throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
                if (Files.readString(file).contains("delayedExecutor(")) {
                    found.add(file.getFileName().toString());
                }
            }
        }
        // Gathering completes a future by it, and can throw nothing
        assertThat(found).containsExactlyInAnyOrder("SteadyLoop.java", "Gathering.java");
    }

    /** A scheduler forgets a task that throws, and tells nobody. */
    @Test
    void noSchedulerGetsARepeatedTaskThatMayThrow() throws IOException {
        Pattern scheduled = Pattern.compile("schedule(?:AtFixedRate|WithFixedDelay)\\((\\w+),");
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
                String code = Files.readString(file);
                int calls = code.split("schedule(AtFixedRate|WithFixedDelay)\\(", -1).length - 1;
                int steady = (int) scheduled.matcher(code).results()
                        .filter(call -> code.contains("Runnable " + call.group(1) + " = SteadyLoop.repeated(")).count();
                found.addAll(Collections.nCopies(calls, file.getFileName().toString()));
                assertThat(steady).as("scheduled tasks of %s that are SteadyLoop.repeated", file).isEqualTo(calls);
            }
        }
        assertThat(found).hasSizeGreaterThanOrEqualTo(4);
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> RuntimeException sneaky(Throwable failure) throws T {
        throw (T) failure;
    }
}
