package io.github.camelvision.roboflow.webrtc.core.worker.engine;

import io.github.camelvision.roboflow.webrtc.core.capture.DecodedFrame;
import io.github.camelvision.roboflow.webrtc.core.loop.Loop;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcChannel;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcPeer;
import io.github.camelvision.roboflow.webrtc.core.worker.engine.shared.SessionContext;
import io.github.camelvision.roboflow.webrtc.core.worker.engine.shared.TrackClock;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** What happens on native threads, handed over to the session's loop. Calls nothing native. */
public final class PeerListener implements RtcPeer.Listener {

    static final String UPLOAD_LABEL = "video_upload";
    /** One is for results, one for an upload. */
    public static final int MAX_CHANNELS = 16;

    /** Of a channel that is one too many. */
    private static final RtcChannel.Listener IGNORED = new RtcChannel.Listener() {
        @Override
        public void onOpen() {
            // its session ends
        }

        @Override
        public void onClosed() {
            // its session ends
        }

        @Override
        public void onMessage(byte[] data, boolean binary) {
            // its session ends
        }
    };

    /** Called on the session's loop, except {@link #trackFrame} and {@link #uploadReceiver}. */
    public interface Owner {

        void connectionState(RtcPeer.ConnectionState state);

        /** The channel for results is there; it may be open already. */
        void resultChannel(RtcChannel channel);

        void resultChannelOpen(RtcChannel channel);

        void resultChannelClosed(RtcChannel channel);

        void clientMessage(String text);

        /** The client breaks the rules. */
        void broken(String why);

        /** On a native thread: the listener for an upload channel. */
        RtcChannel.Listener uploadReceiver(RtcChannel channel);

        /** On a native thread: must not wait. */
        void trackFrame(DecodedFrame frame);
    }

    private final SessionContext session;
    private final Owner owner;
    private final AtomicInteger channels = new AtomicInteger();
    private final TrackClock clock = new TrackClock();

    public PeerListener(SessionContext session, Owner owner) {
        this.session = session;
        this.owner = owner;
    }

    @Override
    public void onConnectionState(RtcPeer.ConnectionState state) {
        session.loop().offerControl(() -> owner.connectionState(state));
    }

    @Override
    public void onRemoteChannel(RtcChannel channel) {
        if (channels.incrementAndGet() > MAX_CHANNELS) {
            channel.setListener(IGNORED);
            if (channels.get() == MAX_CHANNELS + 1) {
                session.loop().offerControl(() -> owner.broken("its client opened more than " + MAX_CHANNELS + " data channels"));
            }
        } else if (UPLOAD_LABEL.equals(channel.label())) {
            channel.setListener(owner.uploadReceiver(channel));
        } else {
            channel.setListener(new ResultChannelListener(channel));
            session.loop().offerControl(() -> owner.resultChannel(channel));
        }
    }

    @Override
    public boolean takesVideoFrame(int bytes) {
        boolean fits = session.loop().memory().fits(bytes);
        if (!fits) {
            session.counters().droppedOverflow.increment();
        }
        return fits;
    }

    @Override
    public void onVideoFrame(Frame frame, long rtpTimestamp) {
        long pts = clock.pts(rtpTimestamp);
        boolean known = pts != Frame.NO_PTS;
        owner.trackFrame(new DecodedFrame(frame.withPts(pts), known ? pts : null, known ? DecodedFrame.RTP_TIME_BASE : null));
    }

    private final class ResultChannelListener implements RtcChannel.Listener {

        private final Loop loop = session.loop();
        private final RtcChannel channel;

        ResultChannelListener(RtcChannel channel) {
            this.channel = channel;
        }

        @Override
        public void onOpen() {
            loop.offerControl(() -> owner.resultChannelOpen(channel));
        }

        @Override
        public void onClosed() {
            loop.offerInOrder(() -> owner.resultChannelClosed(channel));
        }

        @Override
        public void onMessage(byte[] data, boolean binary) {
            if (!loop.offerMedia(data.length, () -> owner.clientMessage(new String(data, StandardCharsets.UTF_8)))) {
                session.counters().badMessages.increment();
            }
        }
    }
}
