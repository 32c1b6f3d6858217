package io.github.camelvision.roboflow.webrtc.core.session.program;

import io.github.camelvision.roboflow.webrtc.core.rtc.IceConfig;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcPeer;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcPeers;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcRuntime;

/** The shared native runtime, loaded with the first peer of a session and given back at its end. On the loop. */
final class RuntimeLease implements RtcPeers {

    private RtcRuntime runtime;

    @Override
    public RtcPeer newPeer(IceConfig ice, RtcPeer.Listener listener) {
        if (runtime == null) {
            runtime = RtcRuntime.shared();
        }
        return runtime.newPeer(ice, listener);
    }

    @Override
    public boolean rotationDue(RtcPeer peer) {
        return runtime != null && runtime.rotationDue(peer);
    }

    void close() {
        if (runtime != null) {
            runtime.close();
        }
    }
}
