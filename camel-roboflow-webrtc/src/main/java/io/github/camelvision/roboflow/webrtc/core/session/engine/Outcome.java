package io.github.camelvision.roboflow.webrtc.core.session.engine;

import io.github.camelvision.roboflow.webrtc.core.session.status.SessionEnd;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The two moments of a session that others wait for. Told on the loop, awaited from any other thread. */
public final class Outcome {

    private final CompletableFuture<Void> first = new CompletableFuture<>();
    private final CompletableFuture<SessionEnd> end = new CompletableFuture<>();

    /** The first connection is up, or its first attempt failed and there will be another one. */
    void begun() {
        first.complete(null);
    }

    void ended(SessionEnd how) {
        if (how.cause() == null) {
            first.complete(null);
        } else {
            first.completeExceptionally(how.cause());
        }
        end.complete(how);
    }

    /** Whether {@link #awaitFirst} would not wait. */
    public boolean hasBegun() {
        return first.isDone();
    }

    public CompletableFuture<SessionEnd> end() {
        return end;
    }

    /** False when the time was up before; throws what made the session fail before its first connection was up. */
    public boolean awaitFirst(Duration timeout) throws InterruptedException {
        try {
            first.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw (RuntimeException) e.getCause();
        }
    }

    /** False when the time was up before. */
    public boolean awaitEnd(Duration timeout) throws InterruptedException {
        try {
            end.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
