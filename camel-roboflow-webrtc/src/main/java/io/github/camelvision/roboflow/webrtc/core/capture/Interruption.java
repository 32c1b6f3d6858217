package io.github.camelvision.roboflow.webrtc.core.capture;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Ends a capture's waits that take too long or are no longer wanted. One per capture; {@link #stop} and {@link #stopped} are for any
 * thread, the rest is called by the capture's own.
 */
public final class Interruption {

    private static final Runnable NOTHING = () -> {};

    private final CountDownLatch stopped = new CountDownLatch(1);
    private final AtomicReference<Runnable> onStop = new AtomicReference<>(NOTHING);
    private long deadlineNanos = System.nanoTime();

    /** From now on every wait ends at once. From any thread, idempotent. */
    public void stop() {
        stopped.countDown();
        onStop.getAndSet(NOTHING).run();
    }

    /** Whether {@link #stop} was called. From any thread. */
    public boolean stopped() {
        return stopped.getCount() == 0;
    }

    /**
     * What else ends a wait, for instance closing the socket that a read blocks on. Runs once, on the thread that calls {@link #stop}, or
     * here when that was before; must not block or throw.
     *
     * @param task replaces the one before; null: nothing
     */
    public void onStop(Runnable task) {
        onStop.set(task == null ? NOTHING : task);
        if (stopped()) {
            onStop.getAndSet(NOTHING).run();
        }
    }

    /** Lets the waits that follow take so long in all. */
    public void allow(Duration time) {
        deadlineNanos = System.nanoTime() + time.toNanos();
    }

    /** Whether the allowed time is over. */
    public boolean expired() {
        return System.nanoTime() - deadlineNanos > 0;
    }

    /** Waits for the time, or until {@link #stop}. True when stopped. */
    public boolean pause(long nanos) {
        try {
            return stopped.await(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            // who interrupts a capture thread wants it to end
            stop();
            return true;
        }
    }
}
