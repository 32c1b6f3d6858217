package io.github.camelvision.roboflow.webrtc.testing;

import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Gives painted frames 1..n to a sink at a steady rate, from a thread of its own. */
public final class FrameFeeder {

    private FrameFeeder() {}

    /** Returns when the last frame was given. */
    public static void pump(int frames, int width, int height, double fps, Consumer<Frame> sink) throws InterruptedException {
        AtomicInteger next = new AtomicInteger(1);
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        try {
            java.util.concurrent.CountDownLatch done = new java.util.concurrent.CountDownLatch(1);
            clock.scheduleAtFixedRate(() -> {
                int number = next.getAndIncrement();
                if (number <= frames) {
                    sink.accept(PaintedFrames.paint(number, width, height));
                } else {
                    done.countDown();
                }
            }, 0, (long) (1_000_000 / fps), TimeUnit.MICROSECONDS);
            done.await();
        } finally {
            clock.shutdownNow();
        }
    }
}
