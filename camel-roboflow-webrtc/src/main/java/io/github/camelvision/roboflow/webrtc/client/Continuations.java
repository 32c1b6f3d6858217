package io.github.camelvision.roboflow.webrtc.client;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;

/**
 * Where the rest of a route runs once its answer is there. Runs every task: those that come after the end of the pool, or that it has no
 * room for, on the caller's thread. A pool that drops them would leave exchanges that nobody ever completes.
 */
final class Continuations implements Executor {

    private final ExecutorService pool;

    Continuations(ExecutorService pool) {
        this.pool = pool;
        if (pool instanceof ThreadPoolExecutor threads) {
            // Camel's own policy discards what comes after the shutdown
            threads.setRejectedExecutionHandler((task, full) -> task.run());
        }
    }

    @Override
    public void execute(Runnable task) {
        try {
            pool.execute(task);
        } catch (RejectedExecutionException e) { // a pool of virtual threads throws instead
            task.run();
        }
    }

    ExecutorService pool() {
        return pool;
    }
}
