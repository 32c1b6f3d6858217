package io.github.camelvision.roboflow.webrtc.core.session.engine.connection;

import io.github.camelvision.roboflow.webrtc.core.error.TransportException;
import io.github.camelvision.roboflow.webrtc.core.loop.Loop;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcChannel;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcPeer;
import io.github.camelvision.roboflow.webrtc.core.session.SessionOptions;
import io.github.camelvision.roboflow.webrtc.core.session.status.SessionStats;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the native threads tell of one connection: hands it over to the session loop and returns. On the loop it tells the watches that the
 * server is there, and gives each message to the inbox.
 */
final class PeerCallbacks implements RtcPeer.Listener {

    private static final Logger LOG = LoggerFactory.getLogger(PeerCallbacks.class);

    private final Connection connection;
    private final MessageReader inbox;
    private final SessionOptions options;
    private final Loop loop;
    private final SessionStats stats;
    private final LinkWatch link;
    private final RouteWatch route;
    private KeepAlive keepAlive;

    PeerCallbacks(Connection connection, MessageReader inbox, SessionOptions options, Loop loop, SessionStats stats) {
        this.connection = connection;
        this.inbox = inbox;
        this.options = options;
        this.loop = loop;
        this.stats = stats;
        this.link = new LinkWatch(LinkWatch.Times.USUAL, loop, options.disconnectedGrace(), connection::lost);
        this.route = new RouteWatch(RouteWatch.THIS_MACHINE, RouteWatch.CHECK, loop, connection::peerStats, connection::lost);
    }

    /** Those of the data channel. */
    RtcChannel.Listener ofChannel() {
        return new ChannelEvents();
    }

    @Override
    public void onConnectionState(RtcPeer.ConnectionState state) {
        if (state == RtcPeer.ConnectionState.FAILED) {
            // as the channel's end: the last messages before it still count
            loop.offerInOrder(() -> connectionState(state));
        } else {
            loop.offerControl(() -> connectionState(state));
        }
    }

    @Override
    public void onRemoteChannel(RtcChannel remote) {
        LOG.debug("Session {}: the server's own data channel {} is not part of the protocol", options.name(), remote.label());
    }

    @Override
    public void onVideoFrame(Frame frame, long rtpTimestamp) {
        offer(frame.i420().length, () -> frame(frame, rtpTimestamp));
    }

    @Override
    public boolean takesVideoFrame(int bytes) {
        boolean fits = loop.memory().fits(bytes);
        if (!fits) {
            refused(bytes);
        }
        return fits;
    }

    private void offer(int bytes, Runnable task) {
        if (!loop.offerMedia(bytes, task)) {
            refused(bytes);
        }
    }

    /** In real time what does not fit is dropped and counted; else nothing may be lost, and the connection is. */
    private void refused(int bytes) {
        stats.mailboxDropped.increment();
        if (!options.outputs().realtime()) {
            String why = loop.memory().fits(bytes) ? "Messages came faster than this machine could read them"
                    : loop.memory().refusal(bytes);
            loop.offerControl(() -> connection.lost(new TransportException(why)));
        }
    }

    private void frame(Frame frame, long rtpTimestamp) {
        link.answered();
        connection.frame(frame, rtpTimestamp);
    }

    private void message(byte[] data, boolean binary) {
        if (connection.isOver()) {
            return;
        }
        link.answered();
        if (keepAlive != null) {
            keepAlive.answered();
        }
        inbox.add(data, binary);
    }

    /** The connection is open. On the loop. */
    void opened(RtcPeer peer) {
        if (!options.source().live()) {
            return;
        }
        link.start(connection::peerStats, () -> connection.run().owed());
        if (options.source().readByServer() == null && options.dialect().needsSignsOfLife()) {
            keepAlive = new KeepAlive(loop, peer, options.keepAlive());
        }
    }

    /** The server's end of the path is known. On the loop. */
    void runsTo(Object address) {
        route.start(address);
    }

    private void connectionState(RtcPeer.ConnectionState state) {
        if (connection.isOver()) {
            return;
        }
        LOG.debug("Session {} connection {}: peer is {}", options.name(), connection.number(), state);
        switch (state) {
            case DISCONNECTED -> link.disconnected();
            case CONNECTED -> {
                link.connected();
                connection.pathFound();
            }
            case FAILED -> connection.unreachable();
            default -> {
                // NEW, CONNECTING and our own CLOSED need nothing
            }
        }
    }

    /** Nothing is watched any more. On the loop. */
    void end() {
        link.stop();
        route.stop();
        if (keepAlive != null) {
            keepAlive.stop();
        }
    }

    private final class ChannelEvents implements RtcChannel.Listener {

        @Override
        public void onOpen() {
            loop.offerControl(connection::channelOpened);
        }

        /** In order: the last messages before it still count. */
        @Override
        public void onClosed() {
            loop.offerInOrder(() -> connection.lost(new TransportException("The server closed the session")));
        }

        @Override
        public void onMessage(byte[] data, boolean binary) {
            offer(data.length, () -> message(data, binary));
        }
    }
}
