package io.github.camelvision.roboflow.webrtc.core.source.gate;

import io.github.camelvision.roboflow.webrtc.core.memory.MemoryBudget;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * The frames of a gated source on their way. While the gate is closed, the newest are kept, and older ones spared. Once it is open, they
 * and all that follow wait in order until a connection takes them. Whoever has caught up gets only the newest frame, as without a gate.
 * Thread-safe; times are System.nanoTime().
 *
 * <p>What waits is bounded by memory and time. Where memory is short, every other frame is dropped, so that what is left covers the whole
 * time.
 */
public final class GatedFrames {

    /** A connection that takes longer to come up gets no older frames. */
    private static final long LONGEST_NANOS = Duration.ofMinutes(1).toNanos();
    /** Frames that waited are sent so many times as fast as they were captured, since others follow. */
    public static final int SPEED = 2;
    /** Between two frames that were sent nothing longer is waited for. */
    private static final long MOST_PAUSE_NANOS = Duration.ofMillis(500).toNanos();

    private final long beforeNanos;
    private final MemoryBudget.Account memory;
    private final Deque<CapturedFrame> before = new ArrayDeque<>();
    private final Deque<CapturedFrame> waiting = new ArrayDeque<>();
    private boolean open;
    /** Who takes them has caught up. */
    private boolean live;
    /** Whether who takes them knows that some wait. */
    private boolean told;
    /** Of so many frames that come one is kept. */
    private int stride = 1;
    private int skipped;
    private CapturedFrame lastTaken;
    private long lastTakenNanos;
    private long dropped;
    private long spared;

    GatedFrames(Duration before, MemoryBudget.Account memory) {
        this.beforeNanos = before.toNanos();
        this.memory = memory;
    }

    synchronized void open() {
        open = true;
        live &= before.isEmpty();
        waiting.addAll(before);
        before.clear();
    }

    synchronized void close() {
        open = false;
    }

    /** Takes the newest frame. @return whether who takes frames must be told that some wait */
    public synchronized boolean offer(CapturedFrame next) {
        if (!open) {
            keepBefore(next);
        } else if (live) {
            while (!waiting.isEmpty()) {
                drop(waiting.poll());
            }
            memory.takeAnyway(bytes(next));
            waiting.add(next);
        } else {
            keep(next);
        }
        boolean tell = !told && !waiting.isEmpty();
        told |= tell;
        return tell;
    }

    private void keepBefore(CapturedFrame next) {
        while (!before.isEmpty() && next.nanos() - before.peek().nanos() > beforeNanos) {
            spare(before.poll());
        }
        boolean kept = beforeNanos > 0 && memory.take(bytes(next));
        while (!kept && !before.isEmpty()) {
            spare(before.poll());
            kept = memory.take(bytes(next));
        }
        if (kept) {
            before.add(next);
        } else {
            spared++;
        }
    }

    private void keep(CapturedFrame next) {
        while (!waiting.isEmpty() && next.nanos() - waiting.peek().nanos() > LONGEST_NANOS) {
            drop(waiting.poll());
        }
        if (++skipped < stride) {
            dropped++;
            return;
        }
        boolean kept = memory.take(bytes(next));
        while (!kept && waiting.size() > 1) {
            thin();
            kept = memory.take(bytes(next));
        }
        if (kept) {
            skipped = 0;
            waiting.add(next);
        } else {
            dropped++;
        }
    }

    private void thin() {
        stride *= 2;
        boolean keep = true;
        for (Iterator<CapturedFrame> each = waiting.iterator(); each.hasNext();) {
            CapturedFrame frame = each.next();
            if (!keep) {
                each.remove();
                drop(frame);
            }
            keep = !keep;
        }
    }

    /** The next frame to send, which is sent now; null: there is none. */
    public synchronized CapturedFrame take(long nowNanos) {
        CapturedFrame next = waiting.poll();
        if (next != null) {
            memory.give(bytes(next));
            lastTaken = next;
            lastTakenNanos = nowNanos;
        }
        if (waiting.isEmpty()) {
            live = true;
            told = false;
            stride = 1;
            skipped = 0;
        }
        return next;
    }

    /** How much longer the next frame should wait, so that frames which waited are not sent all at once. */
    public synchronized long waitNanos(long nowNanos) {
        if (live || waiting.isEmpty() || lastTaken == null) {
            return 0;
        }
        long apart = Math.min(MOST_PAUSE_NANOS, (waiting.peek().nanos() - lastTaken.nanos()) / SPEED);
        return Math.max(0, apart - (nowNanos - lastTakenNanos));
    }

    /** Nobody takes frames for the time being: they wait. Who takes them next is told again. */
    public synchronized void hold() {
        live = false;
        told = false;
    }

    /** Whether there are frames to send. */
    public synchronized boolean pending() {
        return !waiting.isEmpty();
    }

    /** Nothing is kept any more. */
    public synchronized void clear() {
        open = false;
        before.clear();
        waiting.clear();
        memory.close();
    }

    /** Frames that were to be sent and were not. */
    public synchronized long dropped() {
        return dropped;
    }

    /** Frames of times when nothing moved. */
    public synchronized long spared() {
        return spared;
    }

    private void drop(CapturedFrame frame) {
        memory.give(bytes(frame));
        dropped++;
    }

    private void spare(CapturedFrame frame) {
        memory.give(bytes(frame));
        spared++;
    }

    private static long bytes(CapturedFrame frame) {
        return MemoryBudget.OVERHEAD + frame.frame().i420().length;
    }
}
