package io.github.camelvision.roboflow.webrtc.core.rtc.engine.video;

import dev.onvoid.webrtc.RTCRtpReceiver;
import dev.onvoid.webrtc.RTCRtpSynchronizationSource;
import dev.onvoid.webrtc.media.video.VideoFrame;
import dev.onvoid.webrtc.media.video.VideoTrack;
import dev.onvoid.webrtc.media.video.VideoTrackSink;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.media.RtpTimes;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcPeer;
import io.github.camelvision.roboflow.webrtc.core.rtc.engine.factory.CallGate;
import io.github.camelvision.roboflow.webrtc.core.rtc.engine.factory.CallbackGuard;
import java.util.function.Supplier;

/**
 * The sink of a remote video track, called on its decoder thread: copies the frame and leaves the rest to a
 * {@link VideoDelivery}.
 */
final class VideoReceiver implements VideoTrackSink {

    private final RTCRtpReceiver receiver;
    private final VideoTrack track;
    private final Supplier<RtcPeer.Listener> listener;
    private final CallGate gate = new CallGate();
    private final VideoDelivery delivery;

    VideoReceiver(RTCRtpReceiver receiver, Supplier<RtcPeer.Listener> listener) {
        this.receiver = receiver;
        this.track = (VideoTrack) receiver.getTrack();
        this.listener = listener;
        this.delivery = new VideoDelivery(listener, this::newestRtpTimestamp);
    }

    void start() {
        track.addSink(this);
    }

    @Override
    public void onVideoFrame(VideoFrame frame) {
        CallbackGuard.run("onVideoFrame", () -> {
            try {
                RtcPeer.Listener target = listener.get();
                if (target != null && target.takesVideoFrame(Frame.sizeOf(frame.buffer.getWidth(), frame.buffer.getHeight()))) {
                    delivery.arrived(FrameCopies.toHeap(frame));
                } else {
                    delivery.refused();
                }
            } finally {
                frame.release();
            }
        });
    }

    /**
     * RTP timestamp (unsigned 32 bits) of the frame whose delivery to the sink ended last, or {@link RtpTimes#UNKNOWN}. The call
     * waits for libwebrtc's worker thread, which waits for the decoder thread while a peer closes and while it gathers statistics:
     * hence the gate.
     */
    private long newestRtpTimestamp() {
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

    /** Until {@code resume} libwebrtc is not asked: frames that arrive meanwhile may lack their timestamps. */
    void pauseQuestions() {
        gate.pause();
    }

    void resumeQuestions() {
        gate.resume();
    }

    /** No frame is delivered afterwards. */
    void close() {
        gate.close();
        track.removeSink(this);
        delivery.close();
    }
}
