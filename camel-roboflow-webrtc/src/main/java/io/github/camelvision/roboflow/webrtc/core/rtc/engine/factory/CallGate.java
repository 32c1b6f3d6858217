package io.github.camelvision.roboflow.webrtc.core.rtc.engine.factory;

import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Keeps native calls of other threads (decoder, capture) out of a closing peer. {@link #enter} never waits, so that a decoder
 * thread cannot hang in it; {@link #close} waits for the calls that are inside, which end because nothing native was touched yet.
 */
public final class CallGate {

    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private volatile boolean closed;

    /** @return true when the call may be made; {@link #leave} must follow then */
    public boolean enter() {
        if (closed || !lock.readLock().tryLock()) {
            return false;
        }
        if (closed) {
            lock.readLock().unlock();
            return false;
        }
        return true;
    }

    public void leave() {
        lock.readLock().unlock();
    }

    /** Nobody enters afterwards, and nobody is inside when it returns. */
    public void close() {
        lock.writeLock().lock();
        closed = true;
        lock.writeLock().unlock();
    }
}
