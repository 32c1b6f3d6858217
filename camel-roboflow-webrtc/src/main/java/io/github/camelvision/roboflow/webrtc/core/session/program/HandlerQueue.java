package io.github.camelvision.roboflow.webrtc.core.session.program;

import io.github.camelvision.roboflow.webrtc.core.flow.Overflow;
import io.github.camelvision.roboflow.webrtc.core.flow.PolicyQueue;
import io.github.camelvision.roboflow.webrtc.core.session.Delivery;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Between the session loop and the thread that runs the handlers. Offering never blocks; taking does, until the end. */
final class HandlerQueue {

    /** One thing to handle: either a delivery or an error. */
    record Item(Delivery delivery, RuntimeException error) {}

    private static final int MAX_ERRORS = 64;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final PolicyQueue<Delivery> deliveries;
    private final Queue<RuntimeException> errors = new ArrayDeque<>();
    private boolean ended;

    HandlerQueue(int capacity) {
        deliveries = new PolicyQueue<>(capacity, Overflow.dropOldest);
    }

    void offer(Delivery delivery) {
        Delivery dropped = null;
        boolean late;
        lock.lock();
        try {
            late = ended;
            if (!late) {
                dropped = deliveries.offer(delivery).dropped();
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
        if (late) {
            delivery.done();
        } else if (dropped != null) {
            dropped.drop();
        }
    }

    /** Drops the oldest delivery; false when none waits. */
    boolean makeRoom() {
        Delivery oldest;
        lock.lock();
        try {
            oldest = deliveries.giveUpOldest();
        } finally {
            lock.unlock();
        }
        if (oldest != null) {
            oldest.drop();
        }
        return oldest != null;
    }

    /** Errors overtake deliveries. False when there are too many, or after the end. */
    boolean offer(RuntimeException error) {
        lock.lock();
        try {
            if (ended || errors.size() >= MAX_ERRORS) {
                return false;
            }
            errors.add(error);
            changed.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the next item. Null at the end, when everything before it was taken. */
    Item take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!ended && errors.isEmpty() && deliveries.size() == 0) {
                changed.await();
            }
            if (!errors.isEmpty()) {
                return new Item(null, errors.poll());
            }
            Delivery delivery = deliveries.poll();
            return delivery == null ? null : new Item(delivery, null);
        } finally {
            lock.unlock();
        }
    }

    /** Nothing comes any more; what waits can still be taken. */
    void end() {
        lock.lock();
        try {
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Nothing is wanted any more: what waits is dropped, without being counted. */
    void close() {
        List<Delivery> rest;
        lock.lock();
        try {
            ended = true;
            rest = new ArrayList<>(deliveries.clear());
            errors.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        rest.forEach(Delivery::done);
    }

    long dropped() {
        lock.lock();
        try {
            return deliveries.dropped();
        } finally {
            lock.unlock();
        }
    }
}
