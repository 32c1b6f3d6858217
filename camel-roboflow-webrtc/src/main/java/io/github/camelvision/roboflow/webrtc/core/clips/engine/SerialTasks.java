package io.github.camelvision.roboflow.webrtc.core.clips.engine;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;

/** Tasks that run one after the other on threads that others use, too: one a turn, so that all get theirs. Any thread may call. */
public final class SerialTasks {

    private final Executor threads;
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private boolean running;
    private boolean closed;

    public SerialTasks(Executor threads) {
        this.threads = threads;
    }

    /** @return false after {@link #end}: the task will not run */
    public synchronized boolean run(Runnable task) {
        if (closed) {
            return false;
        }
        tasks.add(task);
        if (!running) {
            startNext();
        }
        return true;
    }

    /** Where there is no thread for it, the next task that comes asks for one again. */
    private void startNext() {
        running = true;
        try {
            threads.execute(this::next);
        } catch (RuntimeException | Error e) {
            running = false;
            throw e;
        }
    }

    /** Nothing is taken after this task. Idempotent. */
    public synchronized void end(Runnable last) {
        run(last);
        closed = true;
    }

    private void next() {
        Runnable task;
        synchronized (this) {
            task = tasks.remove();
        }
        try {
            task.run();
        } finally {
            goOn();
        }
    }

    private synchronized void goOn() {
        running = false;
        if (!tasks.isEmpty()) {
            startNext();
        }
    }
}
