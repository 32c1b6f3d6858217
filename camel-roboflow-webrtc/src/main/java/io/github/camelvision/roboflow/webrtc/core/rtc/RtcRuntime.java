package io.github.camelvision.roboflow.webrtc.core.rtc;

import io.github.camelvision.roboflow.webrtc.core.rtc.engine.NativePeer;
import io.github.camelvision.roboflow.webrtc.core.rtc.engine.factory.CallbackGuard;
import io.github.camelvision.roboflow.webrtc.core.rtc.engine.factory.ExitHook;
import io.github.camelvision.roboflow.webrtc.core.rtc.engine.factory.FactoryPool;
import io.github.camelvision.roboflow.webrtc.core.rtc.engine.factory.NativeFactory;
import io.github.camelvision.roboflow.webrtc.core.rtc.library.NativeLibraries;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * The door to native WebRTC: makes peers. A runtime is a handle; whoever holds one closes it when no new peer is wanted.
 *
 * <p>All handles of {@link #shared} use the same native factory (five native threads, one of which serves the callbacks of all
 * peers). It is made with the first peer. It is disposed {@link #LINGER} after the last handle and the last peer were closed: a
 * live factory keeps the JVM from exiting, and a disposed one leaves one idle native thread behind, so a quick restart finds the
 * old one. A program whose main method just returns therefore ends up to {@link #LINGER} later. When the JVM exits before, by
 * {@link System#exit} or a signal, a shutdown hook closes what is left.
 *
 * <p>Each received data channel message leaks about 88 bytes of heap until its factory is disposed. So after
 * {@link #MESSAGES_PER_FACTORY} messages new peers get a new factory, and {@link #rotationDue} tells that a long session should
 * move: open a new peer first, then close the old one. The old factory is disposed with its last peer.
 *
 * <p>Thread-safe, but not to be called inside a native callback.
 */
public final class RtcRuntime implements AutoCloseable {

    /** Messages received by all peers of a factory before it is replaced: what they leak is a sixteenth of the heap. */
    public static final long MESSAGES_PER_FACTORY = messagesPerFactory(Runtime.getRuntime().maxMemory());

    /** How long an unused shared factory is kept. */
    public static final Duration LINGER = Duration.ofSeconds(3);

    private static final FactoryPool SHARED = new FactoryPool(MESSAGES_PER_FACTORY, LINGER);

    private static final int LEAKED_PER_MESSAGE = 88;
    private static final long FEWEST_MESSAGES = 100_000;
    private static final long MOST_MESSAGES = 3_000_000;

    private final FactoryPool pool;
    private final AtomicBoolean closed = new AtomicBoolean();

    private RtcRuntime(FactoryPool pool, BooleanSupplier closesSoon) {
        this.pool = pool;
        pool.addUser();
        ExitHook.ofTheJvm().addHandle(this, closesSoon);
    }

    static long messagesPerFactory(long maxHeapBytes) {
        return Math.min(MOST_MESSAGES, Math.max(FEWEST_MESSAGES, maxHeapBytes / 16 / LEAKED_PER_MESSAGE));
    }

    /** Loads the native library in the background, which takes a fifth of a second: for who will want a peer. Never fails. */
    public static void loadSoon() {
        NativeLibraries.loadWebRtcSoon();
    }

    /** A new handle on the factory that the whole process shares. */
    public static RtcRuntime shared() {
        return shared(() -> false);
    }

    /**
     * As {@link #shared()}, for an owner that may take a while to stop what it does.
     *
     * @param closesSoon whether the owner is about to close its peers and this handle; when the JVM exits they are left to it then
     */
    public static RtcRuntime shared(BooleanSupplier closesSoon) {
        return new RtcRuntime(SHARED, closesSoon);
    }

    /** A runtime with a factory of its own, disposed as soon as it and its last peer are closed. */
    public static RtcRuntime create() {
        return create(MESSAGES_PER_FACTORY, Duration.ZERO);
    }

    /** As {@link #create()}, with other limits. */
    public static RtcRuntime create(long messagesPerFactory, Duration linger) {
        return new RtcRuntime(new FactoryPool(messagesPerFactory, linger), () -> false);
    }

    /**
     * Makes a peer. It lives until it is closed, even when this handle is closed before.
     *
     * @throws io.github.camelvision.roboflow.webrtc.core.error.NativeException when the native library cannot be loaded; the
     *         message names the cure
     * @throws IllegalArgumentException when an ICE server's URL is malformed, or a TURN server lacks its credentials
     */
    public RtcPeer newPeer(IceConfig ice, RtcPeer.Listener listener) {
        CallbackGuard.refuseInside("RtcRuntime.newPeer");
        if (closed.get()) {
            throw new IllegalStateException("This RtcRuntime is closed");
        }
        ExitHook.ofTheJvm().refuseAtTheEnd();
        NativeFactory factory = pool.takeForPeer();
        try {
            return new NativePeer(pool, factory, ice, listener);
        } catch (RuntimeException | Error e) {
            pool.peerClosed(factory);
            throw e;
        }
    }

    /** Whether the peer's factory has seen its share of messages: move the session to a new peer when convenient. */
    public boolean rotationDue(RtcPeer peer) {
        return peer instanceof NativePeer nativePeer && nativePeer.factoryWorn();
    }

    /** Idempotent. Peers stay usable; the factory goes with the last of them. */
    @Override
    public void close() {
        CallbackGuard.refuseInside("RtcRuntime.close");
        if (closed.compareAndSet(false, true)) {
            pool.removeUser();
            ExitHook.ofTheJvm().removeHandle(this);
        }
    }
}
