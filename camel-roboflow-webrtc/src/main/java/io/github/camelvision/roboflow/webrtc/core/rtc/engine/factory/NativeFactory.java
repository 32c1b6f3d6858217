package io.github.camelvision.roboflow.webrtc.core.rtc.engine.factory;

import dev.onvoid.webrtc.PeerConnectionFactory;
import dev.onvoid.webrtc.media.audio.HeadlessAudioDeviceModule;
import io.github.camelvision.roboflow.webrtc.core.rtc.library.NativeLibraries;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One native factory: five threads that serve all its peers, and a count of what it leaked so far. */
public final class NativeFactory {

    private static final Logger LOG = LoggerFactory.getLogger(NativeFactory.class);

    /**
     * While peers open their sockets, each that begins makes the others open theirs again: of 60 that begin at once each gets 78, of 4 at
     * a time 10, of one at a time 4. Those of a peer that is not connected yet stay open for half a minute.
     */
    private static final int GATHER_AT_A_TIME = 4;

    private final PeerConnectionFactory factory;
    private final Turns gathering = new Turns(GATHER_AT_A_TIME);
    private final long messageLimit;
    private final AtomicLong messages = new AtomicLong();
    private final AtomicBoolean disposed = new AtomicBoolean();
    /** Guarded by the pool. */
    private int peers;

    NativeFactory(long messageLimit) {
        NativeLibraries.loadWebRtc();
        this.messageLimit = messageLimit;
        this.factory = new PeerConnectionFactory(AudioModule.SHARED);
        ExitHook.ofTheJvm().add(this);
    }

    public PeerConnectionFactory handle() {
        return factory;
    }

    /** Whose turn it is to open the sockets of a peer. */
    public Turns gathering() {
        return gathering;
    }

    /** Counts a received data channel message: each leaks about 88 heap bytes until the factory is disposed. */
    public void countMessage() {
        messages.incrementAndGet();
    }

    public boolean worn() {
        return messages.get() >= messageLimit;
    }

    void addPeer() {
        peers++;
    }

    void removePeer() {
        peers--;
    }

    boolean idle() {
        return peers == 0;
    }

    /** After the last peer was closed. Idempotent. */
    void dispose() {
        if (!disposed.compareAndSet(false, true)) {
            return;
        }
        try {
            factory.dispose();
        } catch (Throwable t) {
            // It reports a reference that is still held; its threads are stopped nevertheless.
            LOG.debug("Disposing a native factory", t);
        }
        ExitHook.ofTheJvm().remove(this);
        LOG.debug("Disposed a native factory after {} data channel messages", messages);
    }

    /** Without a module libwebrtc aborts the process on hosts without audio; one serves the whole process. */
    private static final class AudioModule {

        static final HeadlessAudioDeviceModule SHARED = new HeadlessAudioDeviceModule();
    }
}
