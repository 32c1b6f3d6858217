package io.github.camelvision.roboflow.webrtc.core.rtc.engine.factory;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * The factories behind a runtime: at most one takes new peers; worn ones live until their last peer is closed. When nobody uses
 * the pool and no peer is left, the last factory is disposed after the linger time.
 */
public final class FactoryPool {

    private final long messagesPerFactory;
    private final Duration linger;
    private int users;
    private NativeFactory current;
    private Future<?> disposal;

    public FactoryPool(long messagesPerFactory, Duration linger) {
        this.messagesPerFactory = messagesPerFactory;
        this.linger = linger;
    }

    public synchronized void addUser() {
        users++;
        keep();
    }

    public void removeUser() {
        NativeFactory unused;
        synchronized (this) {
            users--;
            unused = releaseUnused();
        }
        dispose(unused);
    }

    /** A factory for one more peer; {@link #peerClosed} must follow in the end. */
    public NativeFactory takeForPeer() {
        NativeFactory worn = null;
        NativeFactory factory;
        synchronized (this) {
            keep();
            if (current != null && current.worn()) {
                worn = current.idle() ? current : null;
                current = null;
            }
            if (current == null) {
                current = new NativeFactory(messagesPerFactory);
            }
            factory = current;
            factory.addPeer();
        }
        dispose(worn);
        return factory;
    }

    public void peerClosed(NativeFactory factory) {
        NativeFactory unused;
        synchronized (this) {
            factory.removePeer();
            unused = factory != current && factory.idle() ? factory : releaseUnused();
        }
        dispose(unused);
    }

    private void keep() {
        if (disposal != null) {
            disposal.cancel(false);
            disposal = null;
        }
    }

    /** @return the factory to dispose now, if any */
    private NativeFactory releaseUnused() {
        if (users > 0 || current == null || !current.idle()) {
            return null;
        }
        if (linger.isZero()) {
            NativeFactory unused = current;
            current = null;
            return unused;
        }
        keep();
        disposal = RtcHelper.THREAD.schedule(this::lingerEnded, linger.toMillis(), TimeUnit.MILLISECONDS);
        return null;
    }

    private void lingerEnded() {
        NativeFactory unused = null;
        synchronized (this) {
            if (users == 0 && current != null && current.idle()) {
                unused = current;
                current = null;
            }
        }
        if (unused != null) {
            // Not a daemon: when the factory's own threads end, the JVM may start to exit, and must wait for the rest.
            new Thread(unused::dispose, "roboflow-rtc-dispose").start();
        }
    }

    private static void dispose(NativeFactory factory) {
        if (factory != null) {
            factory.dispose();
        }
    }
}
