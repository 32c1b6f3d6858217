package io.github.camelvision.roboflow.webrtc.core.rtc;

import dev.onvoid.webrtc.RTCRtpReceiver;
import dev.onvoid.webrtc.RTCRtpSynchronizationSource;
import dev.onvoid.webrtc.media.video.VideoFrame;
import dev.onvoid.webrtc.media.video.VideoTrack;
import dev.onvoid.webrtc.media.video.VideoTrackSink;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import java.util.function.Supplier;

/**
 * The sink of a remote video track, called on its decoder thread.
 *
 * <p>libwebrtc tells a picture's RTP timestamp only when the next picture is there. So the very first one is kept and delivered just
 * before the second, with its exact time; from then on each is delivered at once, see {@link RtpTimes}.
 */
final class VideoReceiver implements VideoTrackSink {

    private final RTCRtpReceiver receiver;
    private final VideoTrack track;
    private final Supplier<RtcPeer.Listener> listener;
    private final CallGate gate = new CallGate();
    /** Decoder thread only, as {@link #first}. */
    private final RtpTimes times = new RtpTimes();
    private Frame first;

    VideoReceiver(RTCRtpReceiver receiver, Supplier<RtcPeer.Listener> listener) {
        this.receiver = receiver;
        this.track = (VideoTrack) receiver.getTrack();
        this.listener = listener;
    }

    void start() {
        track.addSink(this);
    }

    @Override
    public void onVideoFrame(VideoFrame frame) {
        CallbackGuard.run("onVideoFrame", () -> {
            try {
                deliver(frame);
            } finally {
                frame.release();
            }
        });
    }

    private void deliver(VideoFrame picture) {
        RtcPeer.Listener target = listener.get();
        if (target == null) {
            return;
        }
        long previous = previousRtpTimestamp();
        long time = times.next(previous, picture.timestampNs);
        Frame frame = FrameCopies.toHeap(picture);
        if (time == Frame.NO_PTS && first == null) {
            first = frame;
            return;
        }
        if (first != null) {
            Frame kept = first;
            first = null;
            target.onVideoFrame(kept, previous == RtpTimes.UNKNOWN ? Frame.NO_PTS : previous);
        }
        target.onVideoFrame(frame, time);
    }

    /**
     * RTP timestamp of the picture delivered before this one. The call waits for libwebrtc's worker thread, which waits for this
     * thread while a peer closes: hence the gate.
     */
    private long previousRtpTimestamp() {
        if (!gate.enter()) {
            return RtpTimes.UNKNOWN;
        }
        try {
            RTCRtpSynchronizationSource newest = null;
            for (RTCRtpSynchronizationSource source : receiver.getSynchronizationSources()) {
                if (newest == null || source.timestamp > newest.timestamp) {
                    newest = source;
                }
            }
            return newest == null ? RtpTimes.UNKNOWN : newest.rtpTimestamp & 0xFFFF_FFFFL;
        } finally {
            gate.leave();
        }
    }

    /** No picture is delivered afterwards. */
    void close() {
        gate.close();
        track.removeSink(this);
    }
}
