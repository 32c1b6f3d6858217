package io.github.camelvision.roboflow.webrtc.core.source.capture;

import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.source.SourceCounters;
import io.github.camelvision.roboflow.webrtc.core.source.gate.CapturedFrame;
import io.github.camelvision.roboflow.webrtc.core.source.gate.GatedFrames;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/**
 * Room for one captured frame, the newest, or for those of a gate, and the count of what became of all of them. Thread-safe.
 */
final class FrameSlot {

    /** Null: there is no gate. */
    private final GatedFrames gated;
    private final AtomicReference<CapturedFrame> slot = new AtomicReference<>();
    private final LongAdder captured = new LongAdder();
    private final LongAdder sent = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final LongAdder spared = new LongAdder();
    private final FrameSpacing spacing = new FrameSpacing();

    FrameSlot(GatedFrames gated) {
        this.gated = gated;
    }

    /** Puts the newest frame in. True when somebody must be told that one waits. */
    boolean put(Frame frame, long nowNanos) {
        captured.increment();
        CapturedFrame next = new CapturedFrame(frame, nowNanos);
        if (gated != null) {
            return gated.offer(next);
        }
        boolean empty = slot.getAndSet(next) == null;
        if (!empty) {
            dropped.increment();
        }
        return empty;
    }

    /** Counts a frame that nobody wants. */
    void refuse() {
        captured.increment();
        dropped.increment();
    }

    /** Counts a frame that is left out on purpose. */
    void spare() {
        captured.increment();
        spared.increment();
    }

    /** The frame to send now; the caller sends it and says so with {@link #sent}. Null when there is none. */
    CapturedFrame poll() {
        return gated == null ? slot.getAndSet(null) : gated.take(System.nanoTime());
    }

    /** How much longer the frame that waits should. */
    long waitMillis(long nowNanos) {
        return gated == null ? 0 : TimeUnit.NANOSECONDS.toMillis(gated.waitNanos(nowNanos));
    }

    /** Whether a frame waits that nobody will be told of. */
    boolean more() {
        return gated != null && gated.pending();
    }

    void sent() {
        sent.increment();
    }

    /** Nobody sends the frame that waits: it is dropped, or waits on for a gate's next connection. */
    void clear() {
        if (gated != null) {
            gated.hold();
        } else if (poll() != null) {
            dropped.increment();
        }
    }

    /** Of the frames that are taken out here; for the session's loop only. */
    FrameSpacing spacing() {
        return spacing;
    }

    long captured() {
        return captured.sum();
    }

    SourceCounters counters(long interruptions) {
        return new SourceCounters(captured.sum(), sent.sum(), dropped.sum() + (gated == null ? 0 : gated.dropped()),
                spared.sum() + (gated == null ? 0 : gated.spared()), interruptions);
    }
}
