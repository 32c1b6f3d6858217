package io.github.camelvision.roboflow.webrtc.core.rtc.engine.factory;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/** Lets so many do something at a time; the others wait in a row. Any thread may call. */
public final class Turns {

    private final Queue<CompletableFuture<Void>> waiting = new ArrayDeque<>();
    private int free;

    public Turns(int atATime) {
        free = atATime;
    }

    /** @return completes when it is the caller's turn, who says with {@link #leave} when that is over */
    public synchronized CompletableFuture<Void> enter() {
        if (free > 0) {
            free--;
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<Void> turn = new CompletableFuture<>();
        waiting.add(turn);
        return turn;
    }

    /** What waits for the next one's turn is done by the caller's thread. */
    public void leave() {
        CompletableFuture<Void> next;
        synchronized (this) {
            next = waiting.poll();
            free += next == null ? 1 : 0;
        }
        if (next != null) {
            next.complete(null);
        }
    }
}
