package io.github.camelvision.roboflow.webrtc.core.session;

import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.memory.MemoryBudget;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/**
 * One prediction, one frame, or both, on its way to the user. Whoever takes it calls {@link #done()} when it is handled: that is
 * what the acknowledgement to the server follows.
 */
public final class Delivery {

    private final InferenceResult result;
    private final Frame frame;
    private final String imageField;
    private final Runnable onDone;
    private final AtomicBoolean done = new AtomicBoolean();
    private LongAdder drops = new LongAdder();
    private String sessionId;
    private Long capturedNanos;
    private MemoryBudget.Account memory;
    private int keepers;
    private boolean handled;
    private boolean acknowledged;

    public Delivery(InferenceResult result, Frame frame, String imageField, Runnable onDone) {
        this.result = result;
        this.frame = frame;
        this.imageField = imageField;
        this.onDone = onDone;
    }

    /** One from a recording. @param imageField output that is the image; null: {@code frame} is */
    public static Delivery of(InferenceResult result, Frame frame, String imageField, String sessionId, Runnable onDone) {
        Delivery delivery = new Delivery(result, frame, imageField, onDone);
        delivery.sessionId = sessionId;
        return delivery;
    }

    /** The output of the result that is the image; null when the frame came beside the result, or there is none. */
    public String imageField() {
        return imageField;
    }

    /** The prediction; null when only a frame is delivered. */
    public InferenceResult result() {
        return result;
    }

    /**
     * The frame; null when none is delivered. One that came inside the result is decoded by the caller's thread, each time.
     *
     * @throws io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException when the image cannot be decoded
     */
    public Frame frame() {
        return imageField == null ? frame : result.image(imageField);
    }

    /** Whether there is a frame, without decoding it. */
    public boolean hasFrame() {
        return frame != null || imageField != null;
    }

    /** Before it is handed over. @param from the connection's id at the server */
    public void comes(String from, LongAdder countDropIn) {
        sessionId = from;
        drops = countDropIn;
    }

    /** The server's id of the connection that it came by; null when the server told none. */
    public String sessionId() {
        return sessionId;
    }

    /** Before it is handed over. @param nanos System.nanoTime() when the frame was captured here; null: unknown */
    public void captured(Long nanos) {
        capturedNanos = nanos;
    }

    /** System.nanoTime() when the frame of its result was captured here, or given by a producer; null when that is not known. */
    public Long capturedNanos() {
        return capturedNanos;
    }

    /**
     * Holds its bytes from now on, until it is handled. Before it is handed over.
     *
     * @param anyway also when there is no memory left for them
     * @return false when there is none: nothing is held
     */
    public boolean hold(MemoryBudget.Account account, boolean anyway) {
        if (anyway) {
            account.takeAnyway(bytes());
        } else if (!account.take(bytes())) {
            return false;
        }
        memory = account;
        return true;
    }

    /** What it keeps on the heap. */
    public long bytes() {
        return MemoryBudget.OVERHEAD + (result == null ? 0L : result.size()) + (frame == null ? 0L : frame.i420().length);
    }

    /** It will not be handled, since the user is slower than the session: it is counted, and done. */
    public void drop() {
        drops.increment();
        done();
    }

    /**
     * Somebody beside the user works on it, who must not be left behind: the server is told to go on when the user and all of them are
     * done. Before it is handed over.
     *
     * @return to be run once when that is so, from any thread
     */
    public synchronized Runnable keep() {
        keepers++;
        return this::release;
    }

    private void release() {
        boolean last;
        synchronized (this) {
            keepers--;
            last = mayGoOn();
        }
        if (last) {
            onDone.run();
        }
    }

    /** The server may go on, though it is not handled yet. Idempotent, from any thread. */
    public void acknowledge() {
        boolean now;
        synchronized (this) {
            handled = true;
            now = mayGoOn();
        }
        if (now) {
            onDone.run();
        }
    }

    /** Once. Under the lock. */
    private boolean mayGoOn() {
        boolean now = handled && keepers == 0 && !acknowledged;
        acknowledged |= now;
        return now;
    }

    /** Handled or failed: the server may go on. Idempotent, from any thread. */
    public void done() {
        if (done.compareAndSet(false, true)) {
            if (memory != null) {
                memory.give(bytes());
            }
            acknowledge();
        }
    }
}
