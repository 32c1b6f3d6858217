package io.github.camelvision.roboflow.webrtc.client.internal.delivery;

import io.github.camelvision.roboflow.webrtc.core.loop.SharedThreads;
import io.github.camelvision.roboflow.webrtc.core.error.LastWords;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The turns of one consumer on the threads that the component's consumers share: at most so many at a time, each an item after the other.
 * A turn ends when nothing waits, and after some items lets other consumers go first. While a route goes on elsewhere, its turn has no
 * thread.
 */
final class DeliveryTurns {

    private static final Logger LOG = LoggerFactory.getLogger(DeliveryTurns.class);
    private static final int ITEMS_A_TURN = 32;

    /** What the turns do. */
    interface Work {

        /**
         * Takes the next item and works on it. Never throws.
         *
         * @param done called once when the item is done, on any thread
         * @return false when there was no item: then {@code done} is not called
         */
        boolean next(Runnable done);
    }

    private enum Outcome {
        DONE, NOTHING, ELSEWHERE
    }

    private final SharedThreads pool;
    private final BooleanSupplier waits;
    private final Work work;
    private final int most;
    private final Semaphore free;
    private final Set<Thread> threads = new HashSet<>();

    /**
     * @param most turns at a time
     * @param waits whether there is an item
     */
    DeliveryTurns(SharedThreads pool, int most, BooleanSupplier waits, Work work) {
        this.pool = pool;
        this.most = most;
        this.free = new Semaphore(most);
        this.waits = waits;
        this.work = work;
    }

    /** An item may have come. From any thread; never blocks. */
    void wake() {
        if (waits.getAsBoolean() && free.tryAcquire()) {
            go();
        }
    }

    /** Many items may have come. */
    void wakeAll() {
        for (int i = 0; i < most; i++) {
            wake();
        }
    }

    private void go() {
        boolean accepted = false;
        try {
            accepted = pool.execute(this::turn);
        } finally {
            if (!accepted) {
                free.release();
            }
        }
    }

    /** Whatever is thrown, a full heap for instance, the turn goes on later or is given back: a consumer must not end with it. */
    private void turn() {
        Thread thread = Thread.currentThread();
        Outcome outcome = Outcome.DONE;
        try {
            synchronized (threads) {
                threads.add(thread);
            }
            for (int i = 0; outcome == Outcome.DONE && i < ITEMS_A_TURN; i++) {
                outcome = item();
            }
        } catch (Throwable e) { // the next item may do better
            LastWords.error(LOG, "{}: an item failed", "A consumer's turn", e);
        } finally {
            synchronized (threads) {
                threads.remove(thread);
                // an interrupt was for this consumer's route
                Thread.interrupted();
            }
            if (outcome == Outcome.DONE) {
                go();
            } else if (outcome == Outcome.NOTHING) {
                free.release();
                wake();
            }
        }
    }

    private Outcome item() {
        AtomicBoolean left = new AtomicBoolean();
        boolean any = work.next(() -> {
            if (!left.compareAndSet(false, true)) {
                go();
            }
        });
        if (any && most > 1) {
            wake();
        }
        return !any ? Outcome.NOTHING : left.compareAndSet(false, true) ? Outcome.ELSEWHERE : Outcome.DONE;
    }

    /** Whether the caller is one of the turns. */
    boolean onThread() {
        synchronized (threads) {
            return threads.contains(Thread.currentThread());
        }
    }

    /** Waits until no turn is under way, and interrupts what takes longer. @param late runs before that */
    void awaitEnd(Duration patience, Runnable late) {
        try {
            if (!free.tryAcquire(most, patience.toMillis(), TimeUnit.MILLISECONDS)) {
                late.run();
                synchronized (threads) {
                    threads.forEach(Thread::interrupt);
                }
                free.tryAcquire(most, patience.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
