package io.github.camelvision.roboflow.webrtc.client.internal.delivery;

import io.github.camelvision.roboflow.webrtc.core.flow.Overflow;
import io.github.camelvision.roboflow.webrtc.core.flow.PolicyQueue;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Between the session loop and the route: bounded, with a policy, every drop counted. Only {@link #poll} blocks. Events keep
 * their place among the deliveries and are not subject to the policy: of more than {@link #MOST_EVENTS} the oldest are dropped. Ends
 * of sessions keep their place, too, and are never dropped.
 */
public final class DeliveryQueue {

    /** What waits. */
    interface Item {

        /** It will not reach the route, because newer ones took its place or it found none. */
        void dropped();

        /** It will not reach the route, because the consumer has stopped. */
        default void discarded() {
            dropped();
        }

        /** It has one of the queue's places: at once, or, with {@code block}, once there is one. */
        default void placed() {}
    }

    /** An item taken, and how many of its kind were dropped since the one before of that kind. */
    record Taken(Item item, long droppedBefore) {}

    private record Numbered(long number, Item item) {}

    /** What a session tells in a day of outages while the route is suspended must not fill the memory. */
    static final int MOST_EVENTS = 100;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final PolicyQueue<Numbered> deliveries;
    /** With {@code block}: taken all the same, since their acknowledgement, not sent before they are handled, stops the server. */
    private final Queue<Numbered> beyondCapacity = new ArrayDeque<>();
    private final PolicyQueue<Numbered> events = new PolicyQueue<>(MOST_EVENTS, Overflow.dropOldest);
    /** At most one for each delivery that waits, and one more. */
    private final Deque<Numbered> ends = new ArrayDeque<>();
    private long newestDelivery = -1;
    /** What the last take made room for. */
    private Item movedUp;
    private long sequence;
    private long droppedBeforeTaken;
    private long eventsDroppedBeforeTaken;
    private boolean paused;
    private boolean closed;
    private boolean over;

    public DeliveryQueue(int capacity, Overflow overflow) {
        deliveries = new PolicyQueue<>(capacity, overflow);
    }

    /**
     * Adds a delivery, at the price the policy says.
     *
     * @return false when the policy is {@code fail} and there was no room: it was dropped
     */
    boolean offer(Item item) {
        Item victim = null;
        boolean placed = false;
        boolean failed = false;
        boolean late;
        lock.lock();
        try {
            late = closed;
            if (!late) {
                Numbered numbered = new Numbered(sequence++, item);
                PolicyQueue.Outcome<Numbered> outcome = deliveries.offer(numbered);
                failed = outcome.result() == PolicyQueue.Result.FAILED;
                placed = outcome.accepted();
                if (outcome.result() != PolicyQueue.Result.DROPPED && !failed) {
                    newestDelivery = numbered.number();
                }
                if (outcome.result() == PolicyQueue.Result.FULL) {
                    beyondCapacity.add(numbered);
                } else if (outcome.dropped() != null) {
                    victim = outcome.dropped().item();
                }
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
        if (late) {
            item.discarded();
        }
        if (victim != null) {
            victim.dropped();
        }
        if (placed) {
            item.placed();
        }
        return !failed;
    }

    /** Drops the oldest delivery where the policy is to do that; false when it is not, or none waits. */
    boolean makeRoom() {
        Numbered oldest;
        lock.lock();
        try {
            oldest = deliveries.giveUpOldest();
        } finally {
            lock.unlock();
        }
        if (oldest != null) {
            oldest.item().dropped();
        }
        return oldest != null;
    }

    /** Adds an event. */
    void offerEvent(Item event) {
        lock.lock();
        try {
            if (!closed) {
                events.offer(new Numbered(sequence++, event));
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Adds the end of a session. Of ends with no delivery between them that still waits one is enough. */
    void offerEnd(Item end) {
        lock.lock();
        try {
            if (!closed && (ends.isEmpty() || ends.peekLast().number() < newestDelivery)) {
                Numbered first = ends.poll();
                while (!ends.isEmpty() && ends.peek().number() < number(deliveries.peek())) {
                    first = ends.poll();
                }
                if (first != null) {
                    ends.addFirst(first);
                }
                ends.add(new Numbered(sequence++, end));
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether there is an item that may be taken now. */
    boolean hasNext() {
        lock.lock();
        try {
            return mayTake();
        } finally {
            lock.unlock();
        }
    }

    /** Whether nothing waits, nor would while it is paused: the time that passes is then a silence. */
    boolean isQuiet() {
        lock.lock();
        try {
            return !closed && !paused && isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** The next item. Null when there is none that may be taken now. Never blocks. */
    Taken take() {
        Taken taken;
        Item moved;
        lock.lock();
        try {
            if (!mayTake()) {
                return null;
            }
            taken = next();
            moved = movedUp;
            movedUp = null;
        } finally {
            lock.unlock();
        }
        if (moved != null) {
            moved.placed();
        }
        return taken;
    }

    /** Waits so long for the next item. Null when none has come, and at once when nothing waits and nothing will come. */
    Taken poll(Duration wait) throws InterruptedException {
        long left = wait.toNanos();
        lock.lock();
        try {
            while (left > 0 && !closed && !over && !mayTake()) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
        return take();
    }

    private boolean mayTake() {
        return !closed && !paused && !isEmpty();
    }

    private boolean isEmpty() {
        return deliveries.size() == 0 && events.size() == 0 && ends.isEmpty();
    }

    private Taken next() {
        long event = number(events.peek());
        long end = number(ends.peek());
        if (end < Math.min(event, number(deliveries.peek()))) {
            return new Taken(ends.poll().item(), 0);
        }
        if (event < number(deliveries.peek())) {
            long eventsBefore = events.dropped() - eventsDroppedBeforeTaken;
            eventsDroppedBeforeTaken = events.dropped();
            return new Taken(events.poll().item(), eventsBefore);
        }
        Numbered delivery = deliveries.poll();
        Numbered waiting = beyondCapacity.poll();
        if (waiting != null) {
            deliveries.offer(waiting);
            movedUp = waiting.item();
        }
        long before = deliveries.dropped() - droppedBeforeTaken;
        droppedBeforeTaken = deliveries.dropped();
        return new Taken(delivery.item(), before);
    }

    private static long number(Numbered waiting) {
        return waiting == null ? Long.MAX_VALUE : waiting.number();
    }

    /** Nothing comes any more until a session opens again: who polls does not wait for it. */
    public void over(boolean nothingComes) {
        lock.lock();
        try {
            over = nothingComes;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** While paused, nothing is taken. */
    public void pause(boolean pause) {
        lock.lock();
        try {
            paused = pause;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Nothing is taken in or out any more; what waits is discarded.
     *
     * @return how many deliveries waited
     */
    public int close() {
        List<Numbered> rest;
        lock.lock();
        try {
            closed = true;
            rest = new ArrayList<>(deliveries.clear());
            rest.addAll(beyondCapacity);
            beyondCapacity.clear();
            events.clear();
            ends.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        rest.forEach(numbered -> numbered.item().discarded());
        return rest.size();
    }

    public int size() {
        lock.lock();
        try {
            return deliveries.size() + beyondCapacity.size() + events.size() + ends.size();
        } finally {
            lock.unlock();
        }
    }

    /** Events that were dropped since the start, because too many waited. */
    public long eventsDropped() {
        lock.lock();
        try {
            return events.dropped();
        } finally {
            lock.unlock();
        }
    }

    /** Deliveries the policy dropped since the start. */
    public long dropped() {
        lock.lock();
        try {
            return deliveries.dropped();
        } finally {
            lock.unlock();
        }
    }
}
