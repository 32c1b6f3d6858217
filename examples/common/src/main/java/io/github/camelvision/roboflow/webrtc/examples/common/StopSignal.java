package io.github.camelvision.roboflow.webrtc.examples.common;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ctrl-C and SIGTERM: asks for an orderly end, and gives it some seconds before the JVM is gone. */
public final class StopSignal {

    private final CountDownLatch finished = new CountDownLatch(1);
    private boolean requested;
    private Runnable action = () -> {};

    /** @param patience how long the JVM waits for {@link #finished()} */
    public static StopSignal install(Duration patience) {
        StopSignal signal = new StopSignal();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            signal.request();
            try {
                signal.finished.await(patience.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }, "example-stop"));
        return signal;
    }

    private void request() {
        Runnable current;
        synchronized (this) {
            requested = true;
            current = action;
        }
        current.run();
    }

    public synchronized boolean requested() {
        return requested;
    }

    /** @param newAction what ends the work; runs on the signal's thread, or at once when the signal came before */
    public void whenRequested(Runnable newAction) {
        boolean now;
        synchronized (this) {
            action = newAction;
            now = requested;
        }
        if (now) {
            newAction.run();
        }
    }

    /** Everything is written; the JVM may end. */
    public void finished() {
        finished.countDown();
    }
}
