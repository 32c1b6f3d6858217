package io.github.camelvision.roboflow.webrtc.core.rtc.engine.factory;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Keeps native calls of other threads (decoder, capture) out of a closing peer, or out for a while. {@link #enter} never waits, so that
 * a decoder thread cannot hang in it; {@link #close} and {@link #pause} wait for the calls that are inside, which end because nothing
 * native was touched yet.
 */
public final class CallGate {

    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private final AtomicInteger pauses = new AtomicInteger();
    private volatile boolean closed;

    /** @return true when the call may be made; {@link #leave} must follow then */
    public boolean enter() {
        if (shut() || !lock.readLock().tryLock()) {
            return false;
        }
        if (shut()) {
            lock.readLock().unlock();
            return false;
        }
        return true;
    }

    private boolean shut() {
        return closed || pauses.get() > 0;
    }

    public void leave() {
        lock.readLock().unlock();
    }

    /** Nobody enters until {@link #resume}, and nobody is inside when it returns. */
    public void pause() {
        pauses.incrementAndGet();
        lock.writeLock().lock();
        lock.writeLock().unlock();
    }

    /** After each {@link #pause}, from any thread. */
    public void resume() {
        pauses.decrementAndGet();
    }

    /** Nobody enters afterwards, and nobody is inside when it returns. */
    public void close() {
        lock.writeLock().lock();
        closed = true;
        lock.writeLock().unlock();
    }
}
