package io.github.camelvision.roboflow.webrtc.testing;

import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Gives painted frames 1..n to a sink at a steady rate, from a thread of its own. */
public final class FrameFeeder {

    private FrameFeeder() {}

    /** Returns when the last frame was given; what the sink throws is thrown on, and ends the feeding. */
    public static void pump(int frames, int width, int height, double fps, Consumer<Frame> sink) throws InterruptedException {
        AtomicInteger next = new AtomicInteger(1);
        CompletableFuture<Void> done = new CompletableFuture<>();
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        try {
            clock.scheduleAtFixedRate(() -> {
                int number = next.getAndIncrement();
                try {
                    if (number <= frames) {
                        sink.accept(PaintedFrames.paint(number, width, height));
                    } else {
                        done.complete(null);
                    }
                } catch (RuntimeException | Error e) {
                    done.completeExceptionally(new AssertionError("Frame " + number + " of " + frames, e));
                    throw e;
                }
            }, 0, (long) (1_000_000 / fps), TimeUnit.MICROSECONDS);
            done.get();
        } catch (ExecutionException e) {
            throw (AssertionError) e.getCause();
        } finally {
            clock.shutdownNow();
        }
    }
}
