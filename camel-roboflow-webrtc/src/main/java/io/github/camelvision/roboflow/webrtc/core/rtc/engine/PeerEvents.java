package io.github.camelvision.roboflow.webrtc.core.rtc.engine;

import dev.onvoid.webrtc.PeerConnectionObserver;
import dev.onvoid.webrtc.RTCDataChannel;
import dev.onvoid.webrtc.RTCIceCandidate;
import dev.onvoid.webrtc.RTCIceGatheringState;
import dev.onvoid.webrtc.RTCPeerConnectionIceErrorEvent;
import dev.onvoid.webrtc.RTCPeerConnectionState;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcPeer;
import io.github.camelvision.roboflow.webrtc.core.rtc.engine.factory.CallbackGuard;
import java.util.function.Consumer;

/** What a native connection reports, on the signalling thread that serves all peers of the factory. */
final class PeerEvents implements PeerConnectionObserver {

    private final Gathering gathering;
    private final Consumer<RTCDataChannel> remoteChannels;
    private volatile RtcPeer.Listener listener;

    PeerEvents(RtcPeer.Listener listener, Gathering gathering, Consumer<RTCDataChannel> remoteChannels) {
        this.listener = listener;
        this.gathering = gathering;
        this.remoteChannels = remoteChannels;
    }

    /** Null once the peer is closing. */
    RtcPeer.Listener listener() {
        return listener;
    }

    void mute() {
        listener = null;
    }

    @Override
    public void onConnectionChange(RTCPeerConnectionState state) {
        CallbackGuard.run("onConnectionChange", () -> {
            RtcPeer.Listener target = listener;
            if (target != null) {
                target.onConnectionState(RtcPeer.ConnectionState.valueOf(state.name()));
            }
        });
    }

    @Override
    public void onIceGatheringChange(RTCIceGatheringState state) {
        CallbackGuard.run("onIceGatheringChange", () -> {
            if (state == RTCIceGatheringState.COMPLETE) {
                gathering.complete();
            }
        });
    }

    @Override
    public void onDataChannel(RTCDataChannel channel) {
        CallbackGuard.run("onDataChannel", () -> remoteChannels.accept(channel));
    }

    /** The local description collects the candidates: nothing is trickled. */
    @Override
    public void onIceCandidate(RTCIceCandidate candidate) {
        CallbackGuard.run("onIceCandidate", () -> gathering.candidate(candidate.sdp, candidate.serverUrl));
    }

    @Override
    public void onIceCandidateError(RTCPeerConnectionIceErrorEvent event) {
        CallbackGuard.run("onIceCandidateError", () -> gathering.error(event.getUrl(), event.getErrorCode(), event.getErrorText()));
    }
}
