package io.github.camelvision.roboflow.webrtc.core.clips.engine;

import io.github.camelvision.roboflow.webrtc.core.memory.MemoryBudget;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The newest frames: as many as fit into a time, a number of bytes, and a share of the memory budget. The oldest go first. */
public final class ClipRing implements AutoCloseable {

    private final Duration span;
    private final long capacity;
    private final MemoryBudget.Account memory;
    private final Deque<KeptFrame> frames = new ArrayDeque<>();
    private long bytes;
    private Instant lost;

    /** @param memory what the frames are counted in; closed with the ring */
    public ClipRing(Duration span, long capacity, MemoryBudget.Account memory) {
        this.span = span;
        this.capacity = capacity;
        this.memory = memory;
    }

    /** Keeps it, if need be in place of older ones. @return false when there is no memory even for it alone */
    boolean add(KeptFrame frame) {
        Instant oldest = frame.at().minus(span);
        while (!frames.isEmpty() && frames.peekFirst().at().isBefore(oldest)) {
            remove();
        }
        long needed = frame.bytes();
        while (!frames.isEmpty() && (bytes + needed > capacity || !memory.fits(needed))) {
            lost = remove().at();
        }
        if (needed > capacity || !memory.take(needed)) {
            lost = frame.at();
            return false;
        }
        bytes += needed;
        frames.addLast(frame);
        return true;
    }

    private KeptFrame remove() {
        KeptFrame oldest = frames.removeFirst();
        bytes -= oldest.bytes();
        memory.give(oldest.bytes());
        return oldest;
    }

    /** Those from one time to another, both included, in their order. */
    List<KeptFrame> between(Instant from, Instant to) {
        return frames.stream().filter(frame -> !frame.at().isBefore(from) && !frame.at().isAfter(to)).toList();
    }

    /** Whether a frame of this time or later was given up for want of memory. */
    boolean lostSince(Instant time) {
        return lost != null && !lost.isBefore(time);
    }

    public long bytes() {
        return bytes;
    }

    @Override
    public void close() {
        frames.clear();
        bytes = 0;
        memory.close();
    }
}
