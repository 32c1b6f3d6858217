package io.github.camelvision.roboflow.webrtc.core.loop;

import io.github.camelvision.roboflow.webrtc.core.correlate.Repeats;
import io.github.camelvision.roboflow.webrtc.core.error.LastWords;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loop of a thread that must not end before its work does: step after step, whatever a step throws. A failure is told, of many one in
 * ten seconds; nor does a failure of telling it end the loop.
 */
public final class SteadyLoop {

    private static final Logger LOG = LoggerFactory.getLogger(SteadyLoop.class);

    static {
        LastWords.ready();
    }

    /** One step. */
    @FunctionalInterface
    public interface Step {

        /** @return false: it was the last */
        boolean run() throws InterruptedException;
    }

    /** After which a later step that failed is taken again. */
    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final Logger log;
    private final Object name;
    private final Consumer<Throwable> onFailure;
    private final Repeats failures = new Repeats();

    /** @param name for the log */
    public SteadyLoop(String name) {
        this(name, failure -> {});
    }

    /** @param onFailure told every failure, on the loop's thread, after it was logged; may fail as well */
    public SteadyLoop(Object name, Consumer<Throwable> onFailure) {
        this(name, onFailure, LOG);
    }

    SteadyLoop(Object name, Consumer<Throwable> onFailure, Logger log) {
        this.log = log;
        this.name = name;
        this.onFailure = onFailure;
    }

    /**
     * Takes steps on the calling thread until one was the last.
     *
     * @throws InterruptedException when a step does
     */
    public void run(Step step) throws InterruptedException {
        boolean more = true;
        while (more) {
            try {
                more = step.run();
            } catch (InterruptedException e) {
                throw e;
            } catch (Throwable e) { // the next step may do better
                failed(e);
            }
        }
    }

    /** A step for a scheduler, which would never take it again once it has thrown: what it throws is logged, and the next one comes. */
    public static Runnable repeated(String name, Runnable step) {
        SteadyLoop steady = new SteadyLoop(name);
        return () -> {
            try {
                step.run();
            } catch (Throwable e) { // the next step may do better
                steady.failed(e);
            }
        };
    }

    /**
     * Takes a step once, after the delay, on a thread that others use, too: it must not block for long. Where it throws, that is logged,
     * and it is taken again each second until it has not thrown.
     *
     * @param name for the log
     */
    public static void later(String name, Duration delay, Runnable step) {
        later(new SteadyLoop(name), delay, step);
    }

    private static void later(SteadyLoop steady, Duration delay, Runnable step) {
        CompletableFuture.delayedExecutor(Math.max(0, delay.toNanos()), TimeUnit.NANOSECONDS).execute(() -> {
            try {
                step.run();
            } catch (Throwable e) { // the same step may do better
                later(steady, AGAIN, step);
                steady.failed(e);
            }
        });
    }

    /** Logs a failure and tells it; for one that a step could not throw, too. Never fails itself. */
    void failed(Throwable failure) {
        if (failures.told(System.nanoTime()) >= 0) {
            LastWords.error(log, "A task of {} failed", name, failure);
        }
        try {
            onFailure.accept(failure);
        } catch (Throwable again) { // of a heap that is still full, for instance
            LastWords.error(log, "A failure of {} could not be handled", name, again);
        }
    }
}
