package io.github.camelvision.roboflow.webrtc.core.worker.engine.input;

import io.github.camelvision.roboflow.webrtc.core.capture.DecodedFrame;
import io.github.camelvision.roboflow.webrtc.core.error.SourceException;
import io.github.camelvision.roboflow.webrtc.core.memory.MemoryBudget;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The frames between the thread that decodes them and the session's loop, in order, bounded by count and bytes. When full it either
 * gives up its oldest frame, which is counted, or makes the producer wait. A frame that was taken out of it counts as the session's until
 * it is given back: it is in a route meanwhile.
 */
public final class FrameQueue {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private final ArrayDeque<DecodedFrame> frames = new ArrayDeque<>();
    private final int maxFrames;
    private final long maxBytes;
    private final LongAdder dropped;
    private final boolean drains;
    private final MemoryBudget.Account memory;
    private long bytes;
    private long outside;
    private boolean closed;

    private FrameQueue(int maxFrames, long maxBytes, LongAdder dropped, boolean drains, MemoryBudget.Account memory) {
        this.memory = memory;
        this.maxFrames = maxFrames;
        this.maxBytes = maxBytes;
        this.dropped = dropped;
        this.drains = drains;
    }

    /** Never waits: the oldest frames go, and are counted. */
    static FrameQueue dropping(int maxFrames, long maxBytes, LongAdder dropped, MemoryBudget.Account memory) {
        return new FrameQueue(maxFrames, maxBytes, dropped, false, memory);
    }

    /** Never waits: when it is full, all frames but the new one go, and are counted. */
    public static FrameQueue draining(int maxFrames, long maxBytes, LongAdder dropped, MemoryBudget.Account memory) {
        return new FrameQueue(maxFrames, maxBytes, dropped, true, memory);
    }

    /** Loses nothing: the producer waits. */
    static FrameQueue waiting(int maxFrames, long maxBytes, MemoryBudget.Account memory) {
        return new FrameQueue(maxFrames, maxBytes, null, false, memory);
    }

    /**
     * @return false when closed; the frame is not taken then
     * @throws SourceException when there is no memory for a frame and none of this queue's can be waited for
     */
    boolean put(DecodedFrame frame) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!closed && (full(frame) || dropped == null && mayFitLater(frame))) {
                if (dropped == null) {
                    room.await();
                } else {
                    drop();
                }
            }
            return !closed && (add(frame) || lost(frame));
        } finally {
            lock.unlock();
        }
    }

    /** As {@link #put} of a dropping queue, for native callbacks: never waits. */
    public boolean offer(DecodedFrame frame) {
        lock.lock();
        try {
            while (!closed && full(frame)) {
                drop();
            }
            return !closed && (add(frame) || lost(frame));
        } finally {
            lock.unlock();
        }
    }

    /** There is no memory for it. */
    private boolean lost(DecodedFrame frame) {
        if (dropped == null) {
            throw new SourceException(memory.refusal(frame.bytes()), false);
        }
        dropped.increment();
        return true;
    }

    private void drop() {
        do {
            give(remove());
            if (dropped != null) {
                dropped.increment();
            }
        } while (drains && !frames.isEmpty());
    }

    private DecodedFrame remove() {
        DecodedFrame frame = frames.poll();
        if (frame != null) {
            bytes -= frame.bytes();
        }
        return frame;
    }

    private void give(DecodedFrame frame) {
        memory.give(frame.bytes());
    }

    /** @return false when there is no memory for it */
    private boolean add(DecodedFrame frame) {
        if (!memory.take(frame.bytes())) {
            return false;
        }
        frames.add(frame);
        bytes += frame.bytes();
        return true;
    }

    private boolean full(DecodedFrame next) {
        return !frames.isEmpty() && (frames.size() >= maxFrames || bytes + next.bytes() > maxBytes || !memory.fits(next.bytes()));
    }

    /** Once a frame comes back that was taken out. */
    private boolean mayFitLater(DecodedFrame next) {
        return outside > 0 && !memory.fits(next.bytes());
    }

    /** The oldest frame, or null. Whoever gets it calls {@link #giveBack} in the end. */
    public DecodedFrame poll() {
        lock.lock();
        try {
            DecodedFrame frame = remove();
            outside += frame == null ? 0 : frame.bytes();
            room.signalAll();
            return frame;
        } finally {
            lock.unlock();
        }
    }

    /** Nobody holds the frame any longer that {@link #poll} gave. */
    public void giveBack(DecodedFrame frame) {
        lock.lock();
        try {
            outside -= frame.bytes();
            give(frame);
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }

    public boolean isEmpty() {
        lock.lock();
        try {
            return frames.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Frees all frames and takes no more; a waiting producer gets false. */
    public void close() {
        lock.lock();
        try {
            closed = true;
            frames.clear();
            memory.give(bytes);
            bytes = 0;
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
