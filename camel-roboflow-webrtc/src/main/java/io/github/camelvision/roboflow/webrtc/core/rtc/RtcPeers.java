package io.github.camelvision.roboflow.webrtc.core.rtc;

/** Makes peer connections: the seam between sessions and the native library. */
@FunctionalInterface
public interface RtcPeers {

    /**
     * @throws io.github.camelvision.roboflow.webrtc.core.error.NativeException when the native library cannot be used here
     */
    RtcPeer newPeer(IceConfig ice, RtcPeer.Listener listener);

    /** Whether the session of this peer should move to a new one when convenient; see {@link RtcRuntime#rotationDue}. */
    default boolean rotationDue(RtcPeer peer) {
        return false;
    }

    /** Whether this machine has a network to connect over; see {@link LocalNetwork#hasAddress}. */
    default boolean networkUp() {
        return LocalNetwork.hasAddress();
    }
}
