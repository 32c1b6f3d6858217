package io.github.camelvision.roboflow.webrtc.core.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.LinkedBlockingQueue;
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

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> RuntimeException sneaky(Throwable failure) throws T {
        throw (T) failure;
    }
}
