package io.github.camelvision.roboflow.webrtc.core.signalling.http;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** The calls under way, so that closing can cancel them. Thread-safe. */
public final class PendingCalls {

    private final Set<CompletableFuture<?>> calls = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** A future for a new call; cancelled already when closed. */
    public <T> CompletableFuture<T> begin() {
        CompletableFuture<T> call = new CompletableFuture<>();
        calls.add(call);
        call.whenComplete((value, failure) -> calls.remove(call));
        // Read after the add: a close at the same time sees either the call or makes this see the flag.
        if (closed) {
            call.cancel(true);
        }
        return call;
    }

    public void close() {
        closed = true;
        calls.forEach(call -> call.cancel(true));
    }
}
