package io.github.camelvision.roboflow.webrtc.core.session;

import io.github.camelvision.roboflow.webrtc.core.error.TransportException;
import io.github.camelvision.roboflow.webrtc.core.loop.SerialLoop;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Notices a server that is connected but silent. On the loop. */
final class StallWatch {

    private final Duration timeout;
    private final SerialLoop loop;
    private BooleanSupplier excused;
    private Consumer<TransportException> stalled;
    private SerialLoop.Timer timer;
    private long lastNanos;

    /** @param timeout zero: never */
    StallWatch(Duration timeout, SerialLoop loop) {
        this.timeout = timeout;
        this.loop = loop;
    }

    /**
     * Watches from now on.
     *
     * @param whileSilent whether the server is silent because it waits for this side
     * @param onStall told once, unless {@link #stop} comes before
     */
    void start(BooleanSupplier whileSilent, Consumer<TransportException> onStall) {
        stop();
        excused = whileSilent;
        stalled = onStall;
        active();
        check();
    }

    /** Something came, or goes to the server. */
    void active() {
        lastNanos = System.nanoTime();
    }

    private void check() {
        if (timeout.isZero()) {
            return;
        }
        if (excused.getAsBoolean()) {
            active();
        }
        long left = timeout.toNanos() - (System.nanoTime() - lastNanos);
        if (left > 0) {
            timer = loop.schedule(Duration.ofNanos(left), this::check);
        } else {
            timer = null;
            stalled.accept(new TransportException("The server is connected but sent nothing for stallTimeout=" + timeout.toSeconds()
                    + "s"));
        }
    }

    void stop() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }
}
