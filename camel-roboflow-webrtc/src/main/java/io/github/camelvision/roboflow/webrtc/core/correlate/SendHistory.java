package io.github.camelvision.roboflow.webrtc.core.correlate;

import java.util.ArrayList;
import java.util.List;

/**
 * The frames that were sent and not answered: a ring of tags and push times, addressed by a sequence number that counts all sends.
 * The oldest falls out when it is full.
 */
final class SendHistory<T> {

    static final long NONE = -1;

    private final Object[] tags;
    private final long[] times;
    private long first;
    private long end;

    SendHistory(int capacity) {
        tags = new Object[capacity];
        times = new long[capacity];
    }

    /** @return the tag that fell out, or null */
    T add(T tag, long pushMillis) {
        if (end > first && pushMillis < time(end - 1)) {
            throw new IllegalArgumentException("push time " + pushMillis + " ms is before the last one, " + time(end - 1) + " ms");
        }
        T evicted = size() == tags.length ? remove() : null;
        tags[slot(end)] = tag;
        times[slot(end)] = pushMillis;
        end++;
        return evicted;
    }

    long first() {
        return first;
    }

    /** One more than the sequence number of the newest. */
    long end() {
        return end;
    }

    int size() {
        return (int) (end - first);
    }

    long time(long sequence) {
        return times[slot(sequence)];
    }

    /** Removes the oldest. */
    @SuppressWarnings("unchecked")
    T remove() {
        int slot = slot(first++);
        T tag = (T) tags[slot];
        tags[slot] = null;
        return tag;
    }

    /** Removes all that are older than the sequence number. */
    List<T> removeBefore(long sequence) {
        List<T> removed = new ArrayList<>();
        while (first < sequence) {
            removed.add(remove());
        }
        return removed;
    }

    /** Whether any send before limit lies within the tolerance of the time. */
    boolean anyAt(double millis, double tolerance, long limit) {
        long at = lowerBound(millis - tolerance, limit);
        return at < limit && time(at) <= millis + tolerance;
    }

    /**
     * The only send before limit within the tolerance of the time; {@link #NONE} when there is none, or more than one. Of sends in the
     * same millisecond only the first counts: the encoder skips the others.
     */
    long onlyAt(double millis, double tolerance, long limit) {
        long found = lowerBound(millis - tolerance, limit);
        if (found >= limit || time(found) > millis + tolerance) {
            return NONE;
        }
        long next = found + 1;
        while (next < limit && time(next) == time(found)) {
            next++;
        }
        return next < limit && time(next) <= millis + tolerance ? NONE : found;
    }

    /** First sequence number below limit whose time is not before the given one; limit (or first, if that is later) when none is. */
    private long lowerBound(double millis, long limit) {
        long low = first;
        long high = Math.max(first, limit);
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (time(middle) < millis) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private int slot(long sequence) {
        return (int) (sequence % tags.length);
    }
}
