package io.github.camelvision.roboflow.webrtc.core.loop;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One daemon thread with a mailbox of two lanes and timers. Everything it runs is serial, so what it owns needs no lock.
 *
 * <p>The control lane is unbounded and goes first: state changes, completions. The media lane keeps the order in which messages
 * and frames arrived and is bounded by count and bytes: what does not fit is refused and counted. Offering never blocks, so native
 * callbacks may do it.
 */
public final class SerialLoop implements Loop {

    private static final Logger LOG = LoggerFactory.getLogger(SerialLoop.class);
    private static final int MEDIA_ITEMS = 16_384;
    private static final long MEDIA_BYTES = 256L * 1024 * 1024;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Queue<Runnable> control = new ArrayDeque<>();
    private final Queue<Media> media = new ArrayDeque<>();
    private final PriorityQueue<Due> timers = new PriorityQueue<>();
    private final Thread thread;
    private final SteadyLoop steps;
    private long mediaBytes;
    private long mediaRefused;
    private long timerSequence;
    private boolean closed;

    private record Media(Runnable task, int bytes) {}

    private final class Due implements Timer, Comparable<Due> {

        private final long dueNanos;
        private final long sequence;
        private final Runnable task;

        private Due(long dueNanos, long sequence, Runnable task) {
            this.dueNanos = dueNanos;
            this.sequence = sequence;
            this.task = task;
        }

        @Override
        public void cancel() {
            lock.lock();
            try {
                timers.remove(this);
            } finally {
                lock.unlock();
            }
        }

        @Override
        public int compareTo(Due other) {
            int byTime = Long.signum(dueNanos - other.dueNanos);
            return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
        }
    }

    /** What its tasks throw is logged, and nothing more. */
    public SerialLoop(String threadName) {
        this(threadName, failure -> {});
    }

    /** @param onFailure told on the loop what a task threw */
    public SerialLoop(String threadName, Consumer<Throwable> onFailure) {
        steps = new SteadyLoop(threadName, onFailure);
        thread = new Thread(this::run, threadName);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public boolean offerControl(Runnable task) {
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            control.add(task);
            work.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean offerMedia(int bytes, Runnable task) {
        lock.lock();
        try {
            if (closed || media.size() >= MEDIA_ITEMS || mediaBytes + bytes > MEDIA_BYTES) {
                mediaRefused++;
                return false;
            }
            addMedia(bytes, task);
            return true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean offerInOrder(Runnable task) {
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            addMedia(0, task);
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void addMedia(int bytes, Runnable task) {
        media.add(new Media(task, bytes));
        mediaBytes += bytes;
        work.signal();
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
        lock.lock();
        try {
            Due timer = new Due(nanoTime() + delay.toNanos(), timerSequence++, task);
            if (!closed) {
                timers.add(timer);
                work.signal();
            }
            return timer;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public boolean onLoop() {
        return Thread.currentThread() == thread;
    }

    /** Media tasks that were refused since the start. */
    public long mediaRefused() {
        lock.lock();
        try {
            return mediaRefused;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            media.clear();
            mediaBytes = 0;
            timers.clear();
            work.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the thread to end after {@link #close}; returns at once on the loop itself. */
    public boolean awaitEnd(Duration timeout) throws InterruptedException {
        if (!onLoop()) {
            thread.join(Math.max(1, timeout.toMillis()));
        }
        return !thread.isAlive();
    }

    private void run() {
        try {
            steps.run(this::step);
        } catch (InterruptedException e) {
            // no task waits for anything
            Thread.currentThread().interrupt();
        }
    }

    private boolean step() {
        Runnable task = next();
        if (task != null) {
            task.run();
        }
        return task != null;
    }

    private Runnable next() {
        lock.lock();
        try {
            while (true) {
                Runnable task = control.poll();
                if (task != null) {
                    return task;
                }
                if (closed) {
                    return null;
                }
                Due timer = timers.peek();
                long wait = timer == null ? Long.MAX_VALUE : timer.dueNanos - nanoTime();
                if (wait <= 0) {
                    return timers.poll().task;
                }
                Media next = media.poll();
                if (next != null) {
                    mediaBytes -= next.bytes;
                    return next.task;
                }
                await(timer == null ? TimeUnit.MINUTES.toNanos(1) : wait);
            }
        } finally {
            lock.unlock();
        }
    }

    private void await(long nanos) {
        try {
            work.awaitNanos(nanos);
        } catch (InterruptedException e) {
            // nobody outside has this thread; an interrupt (a route stopping a whole group) must not end the session half-way
            LOG.debug("{} was interrupted and goes on", thread.getName());
        }
    }
}
