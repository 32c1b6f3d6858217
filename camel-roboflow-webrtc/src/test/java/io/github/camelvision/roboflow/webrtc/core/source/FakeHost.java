package io.github.camelvision.roboflow.webrtc.core.source;

import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.error.SourceException;
import io.github.camelvision.roboflow.webrtc.core.loop.SerialLoop;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The session as a source sees it. */
public final class FakeHost implements SourceHost, AutoCloseable {

    public final List<RoboflowWebrtcException> failures = new CopyOnWriteArrayList<>();
    public final List<String> uploads = new CopyOnWriteArrayList<>();
    private final SerialLoop loop = new SerialLoop("fake-host");

    @Override
    public SerialLoop loop() {
        return loop;
    }

    @Override
    public void failed(RoboflowWebrtcException cause) {
        failures.add(cause);
    }

    @Override
    public void interrupted(SourceException cause) {
        // no captures here
    }

    @Override
    public void uploaded(UploadProgress progress) {
        uploads.add(progress.chunks() + "/" + progress.totalChunks());
    }

    /** Runs the task on the loop and waits for it. */
    public <T> T onLoop(Supplier<T> task) {
        CompletableFuture<T> done = new CompletableFuture<>();
        loop.offerControl(() -> {
            try {
                done.complete(task.get());
            } catch (RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        return done.orTimeout(10, TimeUnit.SECONDS).join();
    }

    public void onLoop(Runnable task) {
        onLoop(() -> {
            task.run();
            return null;
        });
    }

    @Override
    public void close() {
        loop.close();
    }
}
