package io.github.camelvision.roboflow.webrtc.core.clips.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class SerialTasksTest {

    private final Queue<Runnable> threads = new ArrayDeque<>();
    private final List<String> ran = new ArrayList<>();
    private Error noThread;
    private final SerialTasks tasks = new SerialTasks(task -> {
        if (noThread != null) {
            throw noThread;
        }
        threads.add(task);
    });

    private void runAll() {
        for (Runnable next = threads.poll(); next != null; next = threads.poll()) {
            try {
                next.run();
            } catch (IllegalStateException | OutOfMemoryError e) {
                ran.add("failed");
            }
        }
    }

    @Test
    void oneATurnInTheirOrderUntilTheLast() {
        tasks.run(() -> ran.add("a"));
        tasks.run(() -> ran.add("b"));
        tasks.end(() -> ran.add("last"));
        assertThat(tasks.run(() -> ran.add("too late"))).isFalse();
        assertThat(threads).hasSize(1);
        runAll();
        assertThat(ran).containsExactly("a", "b", "last");
    }

    @Test
    void aTaskThatThrowsCostsNoOther() {
        tasks.run(() -> {
            throw new IllegalStateException("expected by the test");
        });
        tasks.run(() -> ran.add("next"));
        runAll();
        assertThat(ran).containsExactly("failed", "next");
    }

    /** As when the process may have no more threads. */
    @Test
    void whereThereWasNoThreadTheNextTaskAsksForOneAgain() {
        noThread = new OutOfMemoryError("expected by the test");
        assertThatThrownBy(() -> tasks.run(() -> ran.add("a"))).isSameAs(noThread);
        noThread = null;
        tasks.run(() -> ran.add("b"));
        runAll();
        assertThat(ran).containsExactly("a", "b");
    }

    @Test
    void whereTheNextTurnFoundNoThreadTheNextTaskAsksForOneAgain() {
        tasks.run(() -> noThread = new OutOfMemoryError("expected by the test"));
        tasks.run(() -> ran.add("b"));
        runAll();
        noThread = null;
        tasks.run(() -> ran.add("c"));
        runAll();
        assertThat(ran).containsExactly("failed", "b", "c");
    }
}
