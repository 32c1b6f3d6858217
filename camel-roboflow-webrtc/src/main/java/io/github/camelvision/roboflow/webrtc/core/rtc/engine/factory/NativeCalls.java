package io.github.camelvision.roboflow.webrtc.core.rtc.engine.factory;

import io.github.camelvision.roboflow.webrtc.core.error.NativeException;
import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.error.TransportException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Serialises the native calls of one peer against its closing: the owner's loop and the helper thread make them, and a call on a
 * closed native object would crash. No callback ever takes this lock, so holding it during a native call cannot deadlock.
 */
public final class NativeCalls {

    private final ReentrantLock lock = new ReentrantLock();
    private boolean closed;

    /**
     * @throws TransportException when the peer is closed or the call fails
     * @throws NativeException when a class or library is missing
     */
    public <T> T call(String what, Supplier<T> nativeCall) {
        CallbackGuard.refuseInside(what);
        lock.lock();
        try {
            if (closed) {
                throw new TransportException(what + " after the peer connection was closed");
            }
            return nativeCall.get();
        } catch (RoboflowWebrtcException | IllegalArgumentException | VirtualMachineError e) {
            throw e;
        } catch (LinkageError e) {
            throw NativeException.of(e);
        } catch (RuntimeException | Error e) {
            // webrtc-java throws both kinds for what libwebrtc refuses.
            throw new TransportException(what + " failed: " + e.getMessage(), e);
        } finally {
            lock.unlock();
        }
    }

    /** As {@link #call}, but answers {@code otherwise} when the peer is closed. */
    public <T> T callIfOpen(String what, Supplier<T> nativeCall, T otherwise) {
        CallbackGuard.refuseInside(what);
        lock.lock();
        try {
            return closed ? otherwise : call(what, nativeCall);
        } finally {
            lock.unlock();
        }
    }

    public void run(String what, Runnable nativeCall) {
        call(what, () -> {
            nativeCall.run();
            return null;
        });
    }

    /** @return true for the one caller that has to tear down; no other call is inside or comes later */
    public boolean close() {
        lock.lock();
        try {
            boolean first = !closed;
            closed = true;
            return first;
        } finally {
            lock.unlock();
        }
    }
}
