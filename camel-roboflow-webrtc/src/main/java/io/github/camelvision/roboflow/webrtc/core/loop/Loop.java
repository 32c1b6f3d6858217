package io.github.camelvision.roboflow.webrtc.core.loop;

import io.github.camelvision.roboflow.webrtc.core.memory.MemoryBudget;
import java.time.Duration;

/**
 * Where the code of one session runs, one task at a time, with its timers and its clock. What belongs to a loop needs no lock. In a
 * session it is a {@link SerialLoop}; tests have one whose time they move.
 */
public interface Loop extends AutoCloseable {

    /** A scheduled task. */
    interface Timer {

        /** From any thread. A task that is running or ran is not affected. */
        void cancel();
    }

    /** Runs the task before any waiting media. False when the loop is closed: the task will not run. Never blocks, from any thread. */
    boolean offerControl(Runnable task);

    /**
     * Runs the task after everything that was offered as media before. Never blocks, from any thread.
     *
     * @param bytes what the task holds, for the bound
     * @return false when the lane is full or the loop is closed: the task will not run, and is counted
     */
    boolean offerMedia(int bytes, Runnable task);

    /** As {@link #offerMedia}, without the bound: for the end of a stream, which must come after its last message. */
    boolean offerInOrder(Runnable task);

    /** Runs the task on the loop once, after the delay. From any thread. */
    Timer schedule(Duration delay, Runnable task);

    /** Whether the caller is the loop. */
    boolean onLoop();

    /** Nanoseconds of the clock that the timers follow; only differences mean something. From any thread. */
    long nanoTime();

    /** What those that the loop works for hold of what a peer sent; closed with the loop. From any thread. */
    MemoryBudget.Account memory();

    /** Takes nothing more, drops media and timers, runs the control tasks that were offered before, and ends. Never blocks. */
    @Override
    void close();
}
