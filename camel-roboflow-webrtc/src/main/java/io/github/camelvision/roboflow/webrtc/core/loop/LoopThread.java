package io.github.camelvision.roboflow.webrtc.core.loop;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * One daemon thread for the loops that are pinned to it. They take turns, a task each. The thread lives while there are loops, whatever
 * their tasks throw.
 */
final class LoopThread {

    private static final Logger LOG = LoggerFactory.getLogger(LoopThread.class);

    /** Also guards the lanes of the loops. */
    final ReentrantLock lock = new ReentrantLock();

    private final String name;
    private final Condition work = lock.newCondition();
    private final Queue<SerialLoop> ready = new ArrayDeque<>();
    private final PriorityQueue<SerialLoop.Due> timers = new PriorityQueue<>();
    private final Set<SerialLoop> loops = new HashSet<>();
    private Thread thread;
    private long timerSequence;

    /** The loop whose task is running. Read by the thread itself. */
    private volatile SerialLoop current;

    LoopThread(String name) {
        this.name = name;
    }

    /** The loops that have not ended. */
    List<SerialLoop> loops() {
        lock.lock();
        try {
            return List.copyOf(loops);
        } finally {
            lock.unlock();
        }
    }

    /** Makes it one of this thread's. */
    void add(SerialLoop loop) {
        lock.lock();
        try {
            if (thread == null) {
                Thread next = new Thread(this::run, name);
                next.setDaemon(true);
                next.start();
                thread = next;
            }
            loops.add(loop);
        } finally {
            lock.unlock();
        }
    }

    /** The loop has something to do. Under the lock. */
    void ready(SerialLoop loop) {
        ready.add(loop);
        work.signal();
    }

    /** Under the lock. */
    void add(SerialLoop.Due timer) {
        timer.sequence = timerSequence++;
        timers.add(timer);
        work.signal();
    }

    /** Under the lock. */
    void remove(SerialLoop.Due timer) {
        timers.remove(timer);
    }

    /** Under the lock. */
    void removeTimers(SerialLoop loop) {
        timers.removeIf(timer -> timer.loop() == loop);
    }

    /** A loop has ended. Under the lock. */
    void ended(SerialLoop loop) {
        loops.remove(loop);
        work.signal();
    }

    /** Whether the caller runs a task of this loop. */
    boolean runs(SerialLoop loop) {
        return Thread.currentThread() == thread && current == loop;
    }

    private void run() {
        SteadyLoop steady = new SteadyLoop(this, this::failed);
        boolean more = true;
        while (more) {
            try {
                steady.run(this::step);
                more = false;
            } catch (InterruptedException e) {
                // no task may wait; one that did and was interrupted has failed, and the loops of the others go on
                steady.failed(e);
            }
        }
    }

    private boolean step() {
        Runnable task = next();
        if (task != null) {
            task.run();
        }
        return task != null;
    }

    private void failed(Throwable failure) {
        SerialLoop hit = current;
        if (hit != null) {
            hit.failed(failure);
        }
    }

    /** The next task; null when there are no more loops. */
    private Runnable next() {
        SerialLoop last = current;
        lock.lock();
        try {
            current = null;
            if (last != null) {
                last.ranTask();
            }
            while (true) {
                long wait = dueTimers();
                SerialLoop loop = ready.poll();
                Runnable task = loop == null ? null : loop.poll();
                if (task != null) {
                    turnTo(loop, last);
                    return task;
                }
                if (loop == null && loops.isEmpty()) {
                    thread = null;
                    return null;
                }
                if (loop == null) {
                    await(wait);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void turnTo(SerialLoop loop, SerialLoop last) {
        current = loop;
        if (loop != last) {
            MDC.put(LogContext.SESSION, loop.toString());
        }
    }

    /** Hands over what is due. The time until the next timer, in ns. */
    private long dueTimers() {
        for (SerialLoop.Due timer = timers.peek(); timer != null; timer = timers.peek()) {
            long wait = timer.dueNanos() - System.nanoTime();
            if (wait > 0) {
                return wait;
            }
            timers.poll();
            timer.loop().due(timer.task());
        }
        return TimeUnit.MINUTES.toNanos(1);
    }

    /** For the log. */
    @Override
    public String toString() {
        SerialLoop running = current;
        return running == null ? name : name + " (" + running + ")";
    }

    private void await(long nanos) {
        try {
            work.awaitNanos(nanos);
        } catch (InterruptedException e) {
            // nobody outside has this thread; an interrupt (a route stopping a whole group) must not end the sessions half-way
            LOG.debug("{} was interrupted and goes on", name);
        }
    }
}
