package io.github.camelvision.roboflow.webrtc.core.source.capture;

import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.source.SourceCounters;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/** Room for one captured frame, the newest, and the count of what became of all of them. Thread-safe. */
final class FrameSlot {

    /** @param nanos System.nanoTime() when it was captured */
    record Captured(Frame frame, long nanos) {}

    private final AtomicReference<Captured> slot = new AtomicReference<>();
    private final LongAdder captured = new LongAdder();
    private final LongAdder sent = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final LongAdder spared = new LongAdder();
    private final FrameSpacing spacing = new FrameSpacing();

    /** Puts the newest frame in. True when the slot was empty: somebody must be told. */
    boolean put(Frame frame) {
        captured.increment();
        boolean empty = slot.getAndSet(new Captured(frame, System.nanoTime())) == null;
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

    /** The newest frame; the caller sends it and says so with {@link #sent}. Null when there is none. */
    Captured poll() {
        return slot.getAndSet(null);
    }

    void sent() {
        sent.increment();
    }

    /** Drops the frame that waits. */
    void clear() {
        if (poll() != null) {
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
        return new SourceCounters(captured.sum(), sent.sum(), dropped.sum(), spared.sum(), interruptions);
    }
}
