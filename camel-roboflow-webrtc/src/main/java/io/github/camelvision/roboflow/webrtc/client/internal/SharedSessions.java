package io.github.camelvision.roboflow.webrtc.client.internal;

import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcEndpoint;
import io.github.camelvision.roboflow.webrtc.core.rtc.IceConfig;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcPeer;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcPeers;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcRuntime;
import io.github.camelvision.roboflow.webrtc.core.session.FailureLog;
import io.github.camelvision.roboflow.webrtc.metrics.Meters;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The sessions of one component by name, and the native runtime they use, which is freed with the last of them. */
public final class SharedSessions implements AutoCloseable {

    private final Supplier<RtcRuntime> runtime;
    private final Map<String, SharedSession> byName = new HashMap<>();
    private final Meters meters;
    private final FailureLog failures = new FailureLog();
    private RtcRuntime lease;

    public SharedSessions(Supplier<RtcRuntime> runtime, Meters meters) {
        this.runtime = runtime;
        this.meters = meters;
    }

    /** The session of this name, which may not be open yet. Leave it with {@link SharedSession#leave}. */
    public synchronized SharedSession join(String name, RoboflowWebrtcEndpoint endpoint) {
        return byName.computeIfAbsent(name, key -> new SharedSession(key, this)).joined(endpoint);
    }

    /** The last user left; another one may have come since. */
    synchronized void remove(String name) {
        SharedSession left = byName.get(name);
        if (left != null && left.isUnused()) {
            byName.remove(name);
        }
        if (byName.isEmpty()) {
            releaseRuntime();
        }
    }

    /** Used on a session's loop only, where no monitor of a session is held: the runtime is behind this one. */
    RtcPeers peers() {
        return new RtcPeers() {
            @Override
            public RtcPeer newPeer(IceConfig ice, RtcPeer.Listener listener) {
                return runtime().newPeer(ice, listener);
            }

            @Override
            public boolean rotationDue(RtcPeer peer) {
                return runtime().rotationDue(peer);
            }
        };
    }

    /** Why sessions failed, over those that follow each other. */
    public FailureLog failures() {
        return failures;
    }

    /** Where the sessions register their meters. */
    Meters meters() {
        return meters;
    }

    /** The native runtime; loaded when the first session opens. */
    private synchronized RtcRuntime runtime() {
        if (lease == null) {
            lease = runtime.get();
        }
        return lease;
    }

    private void releaseRuntime() {
        if (lease != null) {
            lease.close();
            lease = null;
        }
    }

    @Override
    public void close() {
        for (SharedSession session : Map.copyOf(snapshot()).values()) {
            session.close();
        }
        synchronized (this) {
            byName.clear();
            releaseRuntime();
        }
        meters.close();
    }

    /** Those that were opened, by name. */
    public List<SharedSession> opened() {
        return new TreeMap<>(snapshot()).values().stream().filter(session -> session.current() != null).toList();
    }

    private synchronized Map<String, SharedSession> snapshot() {
        return new HashMap<>(byName);
    }
}
