package io.github.camelvision.roboflow.webrtc.core.flow;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Bounded FIFO with a policy for overflow. Never blocks by itself: with {@link Overflow#block} it answers {@link Result#FULL}.
 * Not thread-safe.
 */
public final class PolicyQueue<T> {

    /** What became of an offered element. */
    public enum Result {
        /** It is in the queue; an older element may have been dropped for it. */
        ACCEPTED,
        /** It was dropped. */
        DROPPED,
        /** It was not taken: offer it again when there is room. Not counted as dropped. */
        FULL,
        /** It was dropped, and that is an error. */
        FAILED
    }

    /**
     * @param result what became of the offered element
     * @param dropped the element that was dropped, old or new, for its owner to acknowledge or count; null when none was
     */
    public record Outcome<T>(Result result, T dropped) {

        public boolean accepted() {
            return result == Result.ACCEPTED;
        }
    }

    private final int capacity;
    private final Overflow policy;
    private final ArrayDeque<T> elements = new ArrayDeque<>();
    private long dropped;

    public PolicyQueue(int capacity, Overflow policy) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity must be at least 1: " + capacity);
        }
        this.capacity = capacity;
        this.policy = Objects.requireNonNull(policy, "policy");
    }

    public Outcome<T> offer(T element) {
        Objects.requireNonNull(element, "element");
        if (elements.size() < capacity) {
            elements.add(element);
            return new Outcome<>(Result.ACCEPTED, null);
        }
        switch (policy) {
            case dropOldest:
                dropped++;
                T oldest = elements.remove();
                elements.add(element);
                return new Outcome<>(Result.ACCEPTED, oldest);
            case dropNewest:
                dropped++;
                return new Outcome<>(Result.DROPPED, element);
            case fail:
                dropped++;
                return new Outcome<>(Result.FAILED, element);
            case block:
            default:
                return new Outcome<>(Result.FULL, null);
        }
    }

    /** Gives up the oldest element where the policy is to drop that; null when it is not, or there is none. */
    public T giveUpOldest() {
        if (policy != Overflow.dropOldest || elements.isEmpty()) {
            return null;
        }
        dropped++;
        return elements.remove();
    }

    /** The oldest element, removed; null when empty. */
    public T poll() {
        return elements.poll();
    }

    /** The oldest element, which stays; null when empty. */
    public T peek() {
        return elements.peek();
    }

    public int size() {
        return elements.size();
    }

    public boolean isFull() {
        return elements.size() == capacity;
    }

    /** Elements dropped by the policy since the start. */
    public long dropped() {
        return dropped;
    }

    /** Empties the queue. What was in it is returned, oldest first, and not counted as dropped. */
    public List<T> clear() {
        List<T> rest = new ArrayList<>(elements);
        elements.clear();
        return rest;
    }
}
