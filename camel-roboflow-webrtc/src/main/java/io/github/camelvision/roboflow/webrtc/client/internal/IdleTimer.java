package io.github.camelvision.roboflow.webrtc.client.internal;

import io.github.camelvision.roboflow.webrtc.core.loop.SteadyLoop;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Knows since when a session has nothing to do, and asks for its end when that lasts. Any thread may call; never blocks. */
final class IdleTimer {

    private final Runnable close;
    private long timeoutMillis;
    private int uses;
    private long idleSince;
    private boolean waiting;
    private boolean closing;

    /** @param close calls {@link #startClosing}, where no new use can begin, and ends the session if that says so */
    IdleTimer(Runnable close) {
        this.close = close;
    }

    /** A session was opened. @param timeout milliseconds; 0: it stays */
    synchronized void opened(long timeout) {
        timeoutMillis = timeout;
        closing = false;
        idleSince = System.nanoTime();
        schedule();
    }

    /** The session is needed. */
    synchronized void begin() {
        uses++;
    }

    /** It is needed for one thing less. */
    synchronized void end() {
        uses--;
        idleSince = System.nanoTime();
        schedule();
    }

    /** Decides that the session ends: false when it is needed again, or not yet idle for so long. */
    synchronized boolean startClosing() {
        closing = isIdle();
        return closing;
    }

    private boolean isIdle() {
        return timeoutMillis > 0 && uses == 0 && leftMillis() <= 0;
    }

    /** Whether the session was ended for this, and no other opened since. */
    synchronized boolean closing() {
        return closing;
    }

    private long leftMillis() {
        return timeoutMillis - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - idleSince);
    }

    /** One timer at a time, however many frames: it finds out itself how much longer it has to wait. */
    private void schedule() {
        if (timeoutMillis > 0 && uses == 0 && !waiting && !closing) {
            SteadyLoop.later("an idle session", Duration.ofMillis(Math.max(1, leftMillis())), this::due);
            waiting = true;
        }
    }

    private void due() {
        synchronized (this) {
            waiting = false;
            if (!isIdle()) {
                schedule();
                return;
            }
        }
        close.run();
    }
}
