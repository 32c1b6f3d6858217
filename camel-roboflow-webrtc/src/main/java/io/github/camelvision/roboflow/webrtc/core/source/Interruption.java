package io.github.camelvision.roboflow.webrtc.core.source;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOInterruptCB;
import org.bytedeco.javacpp.Pointer;

/**
 * Ends native reads that take too long or are no longer wanted: FFmpeg asks it whenever it waits for the network. One per capture;
 * all but {@link #stop} and {@link #stopped} is called by the capture's own thread.
 */
final class Interruption {

    private static final ThreadLocal<Interruption> CURRENT = new ThreadLocal<>();
    /** One for all captures: a native function pointer is a scarce thing, and must never be collected. */
    private static final Callback CALLBACK = new Callback();

    private final CountDownLatch stopped = new CountDownLatch(1);
    private long deadlineNanos;

    /** FFmpeg calls back on the thread that called it. */
    private static final class Callback extends AVIOInterruptCB.Callback_Pointer {

        private static final long serialVersionUID = 1L;

        @Override
        public int call(Pointer opaque) {
            Interruption current = CURRENT.get();
            return current != null && (current.stopped() || current.expired()) ? 1 : 0;
        }
    }

    /** From now on every call is interrupted. From any thread. */
    void stop() {
        stopped.countDown();
    }

    boolean stopped() {
        return stopped.getCount() == 0;
    }

    /** Lets the calls that follow on this thread take so long. */
    void allow(Duration time) {
        CURRENT.set(this);
        deadlineNanos = System.nanoTime() + time.toNanos();
    }

    boolean expired() {
        return System.nanoTime() - deadlineNanos > 0;
    }

    /** Waits for the time, or until {@link #stop}. True when stopped. */
    boolean pause(long nanos) {
        try {
            return stopped.await(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            // who interrupts a capture thread wants it to end
            stop();
            return true;
        }
    }

    static void installIn(AVFormatContext context) {
        context.interrupt_callback().callback(CALLBACK);
    }
}
