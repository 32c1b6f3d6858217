package io.github.camelvision.roboflow.webrtc.core.capture.network;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Does something unless it is closed in time. */
final class Alarm implements AutoCloseable {

    private final CompletableFuture<Boolean> over = new CompletableFuture<>();

    /** @param task runs on a thread that all alarms share: it must not block */
    Alarm(Duration time, Runnable task) {
        over.thenAccept(late -> {
            if (late) {
                task.run();
            }
        });
        over.completeOnTimeout(true, time.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Whether the time was over. */
    boolean rang() {
        return over.getNow(false);
    }

    @Override
    public void close() {
        over.complete(false);
    }
}
