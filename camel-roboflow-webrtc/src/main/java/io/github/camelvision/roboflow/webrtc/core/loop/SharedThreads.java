package io.github.camelvision.roboflow.webrtc.core.loop;

import io.github.camelvision.roboflow.webrtc.core.memory.MemoryBudget;
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
 * does. Threads that were added end when none was missed for some seconds, also while tasks keep coming. Any thread may call.
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

    /** On the loop: since when no thread was missed, and the most threads that were seen at work since then. */
    private long calmSince = System.nanoTime();
    private int busiest;

    /**
     * @param name for the log
     * @param factory makes the threads
     */
    public SharedThreads(String name, ThreadFactory factory) {
        executor = new ThreadPoolExecutor(FEW, FEW, IDLE.toMillis(), TimeUnit.MILLISECONDS, new LinkedBlockingQueue<>(),
                factory);
        executor.allowCoreThreadTimeOut(true);
        loop = new SerialLoop(name, failure -> watch(), MemoryBudget.heap().account(name));
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
            boolean scheduled = false;
            try {
                loop.schedule(CHECK, this::check);
                scheduled = true;
            } finally {
                watching.compareAndSet(true, scheduled);
            }
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
        // those that have ended come back only when they are missed
        executor.setCorePoolSize(Math.min(executor.getCorePoolSize(), Math.max(FEW, size)));
        int busy = executor.getActiveCount();
        busiest = Math.max(busiest, busy);
        // a task that waits beside an idle thread waits for a processor, which more threads do not give
        if (late > 0 && busy >= size) {
            allow(size + late);
        } else if (System.nanoTime() - calmSince >= IDLE.toNanos()) {
            allow(busiest);
        }
        if (!executor.getQueue().isEmpty() || executor.getCorePoolSize() > FEW) {
            watch();
        }
    }

    /**
     * At most so many threads from now on. An idle thread that is too many ends at once: tasks go to the threads in turn, so that with
     * a few tasks a second none of them would ever be idle for long.
     */
    private void allow(int threads) {
        int most = Math.max(FEW, threads);
        if (most > executor.getMaximumPoolSize()) {
            executor.setMaximumPoolSize(most);
            executor.setCorePoolSize(most);
        } else {
            executor.setCorePoolSize(most);
            executor.setMaximumPoolSize(most);
        }
        calmSince = System.nanoTime();
        busiest = 0;
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
