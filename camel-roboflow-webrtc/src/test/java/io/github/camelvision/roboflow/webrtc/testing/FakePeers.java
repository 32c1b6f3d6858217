package io.github.camelvision.roboflow.webrtc.testing;

import io.github.camelvision.roboflow.webrtc.core.rtc.IceConfig;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcPeer;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcPeers;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Hands out {@link FakeRtcPeer}s and keeps them. Unless told otherwise they offer and connect by themselves. */
public final class FakePeers implements RtcPeers {

    private final List<FakeRtcPeer> made = new CopyOnWriteArrayList<>();
    private volatile boolean offers = true;
    private volatile boolean opens = true;
    private volatile boolean network = true;
    private volatile boolean rotation;
    private volatile RuntimeException failure;

    /** The next peers make no offer until the test completes it. */
    public FakePeers holdOffers() {
        offers = false;
        return this;
    }

    /** Whether the next peers connect as soon as they have the answer. */
    public FakePeers opens(boolean value) {
        opens = value;
        return this;
    }

    /** No peer can be made. */
    public FakePeers failWith(RuntimeException value) {
        failure = value;
        return this;
    }

    @Override
    public RtcPeer newPeer(IceConfig ice, RtcPeer.Listener listener) {
        if (failure != null) {
            throw failure;
        }
        FakeRtcPeer peer = new FakeRtcPeer(ice, listener, offers, opens);
        made.add(peer);
        return peer;
    }

    /** Whether this machine has a network. */
    public FakePeers networkUp(boolean value) {
        network = value;
        return this;
    }

    /** Whether the library wants its peers to be replaced. */
    public FakePeers rotationDue(boolean value) {
        rotation = value;
        return this;
    }

    @Override
    public boolean rotationDue(RtcPeer peer) {
        return rotation;
    }

    @Override
    public boolean networkUp() {
        return network;
    }

    public List<FakeRtcPeer> made() {
        return made;
    }

    /** The n-th peer from 1, waited for. */
    public FakeRtcPeer peer(int number) {
        Waiting.await("peer " + number).until(() -> made.size() >= number);
        return made.get(number - 1);
    }
}
