package io.github.camelvision.roboflow.webrtc.core.rtc;

import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Records what a peer reports. */
public class PeerProbe implements RtcPeer.Listener {

    public record Seen(Frame frame, long rtp) {}

    final List<RtcPeer.ConnectionState> states = new CopyOnWriteArrayList<>();
    final List<RtcChannel> remoteChannels = new CopyOnWriteArrayList<>();
    public final List<Seen> frames = new CopyOnWriteArrayList<>();
    public final ChannelProbe remote = new ChannelProbe();

    @Override
    public void onConnectionState(RtcPeer.ConnectionState state) {
        states.add(state);
    }

    @Override
    public void onRemoteChannel(RtcChannel channel) {
        channel.setListener(remote);
        remoteChannels.add(channel);
    }

    @Override
    public void onVideoFrame(Frame frame, long rtpTimestamp) {
        frames.add(new Seen(frame, rtpTimestamp));
    }

    boolean connected() {
        return states.contains(RtcPeer.ConnectionState.CONNECTED);
    }
}
