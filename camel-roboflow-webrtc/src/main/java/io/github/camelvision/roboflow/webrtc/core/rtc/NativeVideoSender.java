package io.github.camelvision.roboflow.webrtc.core.rtc;

import dev.onvoid.webrtc.PeerConnectionFactory;
import dev.onvoid.webrtc.RTCRtpEncodingParameters;
import dev.onvoid.webrtc.RTCRtpSendParameters;
import dev.onvoid.webrtc.RTCRtpSender;
import dev.onvoid.webrtc.media.video.CustomVideoSource;
import dev.onvoid.webrtc.media.video.NativeI420Buffer;
import dev.onvoid.webrtc.media.video.VideoFrame;
import dev.onvoid.webrtc.media.video.VideoTrack;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Source, track and RTP sender of one video section.
 *
 * <p>libwebrtc stamps a picture with the monotonic clock at the moment it is pushed, in whole milliseconds, and loses the second of
 * two pictures with the same millisecond: the caller keeps its pushes more than 1 ms apart.
 */
final class NativeVideoSender implements RtcVideoSender {

    private static final Logger LOG = LoggerFactory.getLogger(NativeVideoSender.class);

    private final CustomVideoSource source = new CustomVideoSource();
    private final VideoTrack track;
    private final CallGate gate = new CallGate();
    private volatile RTCRtpSender sender;
    /** The encodings are there. */
    private volatile boolean negotiated;
    /** Wanted and not yet applied; null when there is nothing to do. */
    private volatile Bitrate wanted;

    private record Bitrate(int min, int max) {
    }

    NativeVideoSender(PeerConnectionFactory factory, String id) {
        this.track = factory.createVideoTrack(id, source);
    }

    VideoTrack track() {
        return track;
    }

    void attach(RTCRtpSender rtpSender) {
        sender = rtpSender;
    }

    void negotiated() {
        negotiated = true;
    }

    @Override
    public long push(Frame frame) {
        CallbackGuard.refuseInside("RtcVideoSender.push");
        if (!gate.enter()) {
            return millis(System.nanoTime());
        }
        try {
            applyBitrate();
            NativeI420Buffer buffer = NativeI420Buffer.allocate(frame.width(), frame.height());
            try {
                FrameCopies.toNative(frame, buffer);
                VideoFrame picture = new VideoFrame(buffer, 0);
                // libwebrtc reads the same monotonic clock first thing in this call.
                long captured = System.nanoTime();
                source.pushFrame(picture);
                return millis(captured);
            } finally {
                buffer.release();
            }
        } finally {
            gate.leave();
        }
    }

    private static long millis(long nanos) {
        return Math.floorDiv(nanos, 1_000_000L);
    }

    @Override
    public void setBitrate(int minBitsPerSecond, int maxBitsPerSecond) {
        if (minBitsPerSecond < 0 || maxBitsPerSecond < 0 || maxBitsPerSecond > 0 && minBitsPerSecond > maxBitsPerSecond) {
            throw new IllegalArgumentException("Video bitrate bounds must be 0 or more and in order, not "
                    + minBitsPerSecond + ".." + maxBitsPerSecond + " bit/s");
        }
        // Applied with the next picture: it may come before the encodings exist, and from any thread.
        wanted = new Bitrate(minBitsPerSecond, maxBitsPerSecond);
    }

    private void applyBitrate() {
        Bitrate bitrate = wanted;
        if (bitrate == null || !negotiated) {
            return;
        }
        wanted = null;
        try {
            RTCRtpSendParameters parameters = sender.getParameters();
            for (RTCRtpEncodingParameters encoding : parameters.encodings) {
                encoding.minBitrate = bitrate.min == 0 ? null : (Integer) bitrate.min;
                encoding.maxBitrate = bitrate.max == 0 ? null : (Integer) bitrate.max;
            }
            sender.setParameters(parameters);
        } catch (RuntimeException e) {
            LOG.warn("The encoder did not take the bitrate bounds {}; video goes on with its own", bitrate, e);
        }
    }

    /** First half of the peer's closing: no push is inside afterwards, and none enters. */
    void stop() {
        gate.close();
    }

    /** Second half, when the connection is closed. */
    void disposeTrack() {
        track.dispose();
    }

    void disposeSource() {
        source.dispose();
    }
}
