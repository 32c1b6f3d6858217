package io.github.camelvision.roboflow.webrtc.core.loop;

import io.github.camelvision.roboflow.webrtc.core.memory.MemoryBudget;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * A mailbox of two lanes and timers. Everything it runs is serial, so what it owns needs no lock. Many loops share a few threads, each
 * loop stays on one: a task must not block.
 *
 * <p>The control lane is unbounded and goes first: state changes, completions. The media lane keeps the order in which messages
 * and frames arrived and is bounded by count, bytes and the account: what does not fit is refused and counted. Offering never
 * blocks, so native callbacks may do it.
 */
public final class SerialLoop implements Loop {

    /** Without something else to do; the next task that comes is another occasion. */
    private static final int TRIES_TO_TELL = 10;
    private static final int MEDIA_ITEMS = 16_384;
    private static final long MEDIA_BYTES = 256L * 1024 * 1024;

    private final String name;
    private final Consumer<Throwable> onFailure;
    private final LoopThread thread;
    private final ReentrantLock lock;
    private final CountDownLatch ended = new CountDownLatch(1);
    /** Made in time: an error may be a heap that is full. */
    private final Runnable telling = this::tell;

    private final Queue<Runnable> control = new ArrayDeque<>();
    private final Queue<Runnable> due = new ArrayDeque<>();
    private final Queue<Media> media = new ArrayDeque<>();
    private final MemoryBudget.Account memory;
    private long mediaBytes;
    private long mediaRefused;
    private boolean queued;
    private boolean running;
    private boolean closed;

    /** Of its thread: whether the last task was a timer's; what is to be told, how often that has failed, whether it was the last task. */
    private boolean timer;
    private Throwable untold;
    private int failedToTell;
    private boolean told;

    /** What waits in the media lane. */
    private final class Media implements Runnable {

        private final Runnable task;
        private final int bytes;

        Media(Runnable task, int bytes) {
            this.task = task;
            this.bytes = bytes;
        }

        /** The memory is given back when whoever gets the bytes has taken them: not before, or they were nobody's for a moment. */
        @Override
        public void run() {
            try {
                task.run();
            } finally {
                memory.give(held(bytes));
            }
        }
    }

    private static long held(int bytes) {
        return (long) bytes + MemoryBudget.OVERHEAD;
    }

    final class Due implements Timer, Comparable<Due> {

        private final long dueNanos;
        private final Runnable task;
        long sequence;

        private Due(long dueNanos, Runnable task) {
            this.dueNanos = dueNanos;
            this.task = task;
        }

        long dueNanos() {
            return dueNanos;
        }

        Runnable task() {
            return task;
        }

        SerialLoop loop() {
            return SerialLoop.this;
        }

        @Override
        public void cancel() {
            lock.lock();
            try {
                thread.remove(this);
                due.remove(task);
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
    public SerialLoop(String name) {
        this(name, failure -> {}, MemoryBudget.heap().account(name));
    }

    /**
     * @param name of the session, for the log
     * @param onFailure told on the loop, before anything else runs there, after what may leave its owner half-way: an error, or anything
     *        that a timer threw, which may be one that comes again and again. Told again when it throws
     * @param memory of whom the loop works for; closed with the loop
     */
    public SerialLoop(String name, Consumer<Throwable> onFailure, MemoryBudget.Account memory) {
        this(name, onFailure, memory, LoopGroup.shared());
    }

    SerialLoop(String name, Consumer<Throwable> onFailure, LoopGroup group) {
        this(name, onFailure, MemoryBudget.heap().account(name), group);
    }

    private SerialLoop(String name, Consumer<Throwable> onFailure, MemoryBudget.Account memory, LoopGroup group) {
        this.memory = memory;
        this.name = name;
        this.onFailure = onFailure;
        this.thread = group.pin(this);
        this.lock = thread.lock;
    }

    @Override
    public boolean offerControl(Runnable task) {
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            control.add(task);
            wake();
            return true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean offerMedia(int bytes, Runnable task) {
        lock.lock();
        try {
            if (closed || media.size() >= MEDIA_ITEMS || mediaBytes + bytes > MEDIA_BYTES
                    || !memory.take(held(bytes))) {
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
            memory.takeAnyway(held(0));
            addMedia(0, task);
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void addMedia(int bytes, Runnable task) {
        media.add(new Media(task, bytes));
        mediaBytes += bytes;
        wake();
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
        lock.lock();
        try {
            Due timer = new Due(nanoTime() + delay.toNanos(), task);
            if (!closed) {
                thread.add(timer);
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
    public MemoryBudget.Account memory() {
        return memory;
    }

    @Override
    public boolean onLoop() {
        return thread.runs(this);
    }

    /** Whether the caller is a task of any loop: it must not wait for another one, which may share its thread. */
    public static boolean onAnyLoop() {
        return LoopGroup.onThread();
    }

    /** The names of those that have not ended, in this process. */
    public static List<String> open() {
        return LoopGroup.shared().loops().stream().map(SerialLoop::toString).toList();
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
            if (closed) {
                return;
            }
            closed = true;
            media.clear();
            mediaBytes = 0;
            due.clear();
            thread.removeTimers(this);
            memory.close();
            wake();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the last task to end after {@link #close}; returns at once on a loop. */
    public boolean awaitEnd(Duration timeout) throws InterruptedException {
        return onAnyLoop() ? ended.getCount() == 0 : ended.await(Math.max(1, timeout.toMillis()), TimeUnit.MILLISECONDS);
    }

    /** The name of the session. */
    @Override
    public String toString() {
        return name;
    }

    // ---- from its thread

    void failed(Throwable failure) {
        if (untold != null) {
            failedToTell++;
        } else if (timer || failure instanceof Error) {
            untold = failure;
        }
    }

    /** Where telling fails again and again, other tasks get their turns, too. */
    private boolean mustTell() {
        return untold != null && (failedToTell < TRIES_TO_TELL || !told && !closed);
    }

    private void tell() {
        onFailure.accept(untold);
        untold = null;
        failedToTell = 0;
    }

    // ---- from its thread, under the lock

    /** A timer's time has come. */
    void due(Runnable task) {
        due.add(task);
        wake();
    }

    private void wake() {
        if (!queued && !running) {
            queued = true;
            thread.ready(this);
        }
    }

    /** The next task of this loop, which runs now; null when there is none: then it may have ended. */
    Runnable poll() {
        queued = false;
        timer = false;
        Runnable task = mustTell() ? telling : control.poll();
        told = task == telling;
        if (task == null) {
            task = due.poll();
            timer = task != null;
        }
        if (task == null) {
            Media next = media.poll();
            if (next != null) {
                mediaBytes -= next.bytes;
                task = next;
            }
        }
        running = task != null;
        if (task == null && closed && ended.getCount() > 0) {
            ended.countDown();
            thread.ended(this);
        }
        return task;
    }

    /** The task that {@link #poll} gave is over. */
    void ranTask() {
        running = false;
        if (closed || untold != null && failedToTell < TRIES_TO_TELL || !control.isEmpty() || !due.isEmpty() || !media.isEmpty()) {
            wake();
        }
    }
}
