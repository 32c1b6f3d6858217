package io.github.camelvision.roboflow.webrtc.core.rtc.engine.factory;

import io.github.camelvision.roboflow.webrtc.core.error.LastWords;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wraps the body of every native callback: an exception that left it would abort the JVM, and calling a peer from inside it would
 * deadlock or recurse until the stack overflows. So exceptions end here, and peers refuse calls from inside.
 */
public final class CallbackGuard {

    private static final Logger LOG = LoggerFactory.getLogger(CallbackGuard.class);
    private static final ThreadLocal<Boolean> INSIDE = new ThreadLocal<>();

    private CallbackGuard() {}

    /** Runs the body of a callback; whatever it throws is logged and goes no further. */
    public static void run(String callback, Runnable body) {
        boolean outermost = INSIDE.get() == null;
        try {
            INSIDE.set(Boolean.TRUE);
            body.run();
        } catch (Throwable t) {
            // also when logging fails: letting anything out would abort the JVM
            LastWords.error(LOG, "A listener failed inside the native callback {}; the event is lost", callback, t);
        } finally {
            if (outermost) {
                INSIDE.remove();
            }
        }
    }

    /** @throws IllegalStateException inside a callback */
    public static void refuseInside(String call) {
        if (INSIDE.get() != null) {
            throw new IllegalStateException(call + " was called inside a native callback, where it could deadlock or abort the JVM:"
                    + " hand the event over to another thread first");
        }
    }
}
