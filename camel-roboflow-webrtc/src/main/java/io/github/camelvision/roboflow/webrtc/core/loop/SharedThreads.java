package io.github.camelvision.roboflow.webrtc.core.loop;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Threads for code that may block, the routes of many sessions: a few while nothing blocks, and more while tasks wait because something
 * does. Threads that were added end after some idle seconds. Any thread may call.
 */
public final class SharedThreads implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SharedThreads.class);

    private static final int FEW = Math.max(4, 2 * Runtime.getRuntime().availableProcessors());
    private static final Duration IDLE = Duration.ofSeconds(5);
    private static final Duration CHECK = Duration.ofMillis(10);
    private static final Duration PATIENCE = Duration.ofMillis(20);

    /** Threads added with one check: fifty routes that hang at once delay the others by less than a tenth of a second. */
    private static final int STEP = 8;

    private final ThreadPoolExecutor executor;
    private final SerialLoop loop;
    private final AtomicBoolean watching = new AtomicBoolean();

    /**
     * @param name for the log
     * @param factory makes the threads
     */
    public SharedThreads(String name, ThreadFactory factory) {
        executor = new ThreadPoolExecutor(FEW, Integer.MAX_VALUE, IDLE.toMillis(), TimeUnit.MILLISECONDS, new LinkedBlockingQueue<>(),
                factory);
        executor.allowCoreThreadTimeOut(true);
        loop = new SerialLoop(name);
    }

    private record Waiting(Runnable task, long sinceNanos) implements Runnable {

        @Override
        public void run() {
            task.run();
        }
    }

    /**
     * Runs the task, soon.
     *
     * @return false when this is closed: the task will not run
     */
    public boolean execute(Runnable task) {
        try {
            executor.execute(new Waiting(task, System.nanoTime()));
        } catch (RejectedExecutionException e) {
            LOG.debug("A task came after the end", e);
            return false;
        }
        if (!executor.getQueue().isEmpty()) {
            watch();
        }
        return true;
    }

    private void watch() {
        if (watching.compareAndSet(false, true)) {
            loop.schedule(CHECK, this::check);
        }
    }

    /** On the loop. */
    private void check() {
        watching.set(false);
        long before = System.nanoTime() - PATIENCE.toNanos();
        int late = 0;
        for (Runnable waiting : executor.getQueue()) {
            if (late == STEP || ((Waiting) waiting).sinceNanos() - before > 0) {
                break;
            }
            late++;
        }
        int size = executor.getPoolSize();
        if (late > 0) {
            executor.setCorePoolSize(Math.max(FEW, size + late));
        } else if (executor.getCorePoolSize() > FEW && size < executor.getCorePoolSize()) {
            // those that have ended come back only when they are missed
            executor.setCorePoolSize(Math.max(FEW, size));
        }
        if (!executor.getQueue().isEmpty() || executor.getCorePoolSize() > FEW) {
            watch();
        }
    }

    /** Threads that live now. */
    public int size() {
        return executor.getPoolSize();
    }

    /** Takes nothing more. What runs is not waited for. */
    @Override
    public void close() {
        executor.shutdown();
        loop.close();
    }
}
