package io.github.camelvision.roboflow.webrtc.core.signalling;

import java.util.concurrent.CompletableFuture;

/** Exchanges one offer for one answer. Thread-safe; may serve many sessions and reconnects. */
public interface Signalling extends AutoCloseable {

    /**
     * Sends the request and returns at once. The future completes on a thread of the transport, so hand the answer on and return;
     * cancelling it gives the request up. It fails with a
     * {@link io.github.camelvision.roboflow.webrtc.core.error.SignallingException}, not wrapped for callbacks attached directly.
     */
    CompletableFuture<InitAnswer> initialise(InitRequest request);

    /** Whether the server is named as one on this very machine, so that no network is needed. */
    default boolean onThisHost() {
        return false;
    }

    /** Cancels what is under way. Idempotent, never blocks; later requests are cancelled at once. */
    @Override
    void close();
}
