package io.github.camelvision.roboflow.webrtc.core.rtc.engine.video;

import dev.onvoid.webrtc.PeerConnectionFactory;
import dev.onvoid.webrtc.RTCRtpEncodingParameters;
import dev.onvoid.webrtc.RTCRtpSendParameters;
import dev.onvoid.webrtc.RTCRtpSender;
import dev.onvoid.webrtc.media.video.CustomVideoSource;
import dev.onvoid.webrtc.media.video.NativeI420Buffer;
import dev.onvoid.webrtc.media.video.VideoFrame;
import dev.onvoid.webrtc.media.video.VideoTrack;
import dev.onvoid.webrtc.media.video.VideoTrackSink;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcVideoSender;
import io.github.camelvision.roboflow.webrtc.core.rtc.engine.factory.CallGate;
import io.github.camelvision.roboflow.webrtc.core.rtc.engine.factory.CallbackGuard;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Source, track and RTP sender of one video section.
 *
 * <p>libwebrtc stamps a frame with the monotonic clock at the moment it is pushed, in whole milliseconds, and loses the second of
 * two frames with the same millisecond: the caller keeps its pushes more than 1 ms apart. Reading the clock before the push is not
 * enough: on a loaded host the thread may be suspended in between, and a result would be tied to the wrong frame. So a sink on the
 * own track, called within the push, tells the stamp itself (for the price of one more copy of the frame).
 */
public final class NativeVideoSender implements RtcVideoSender {

    private static final Logger LOG = LoggerFactory.getLogger(NativeVideoSender.class);

    private static final long NO_STAMP = Long.MIN_VALUE;

    private final CustomVideoSource source = new CustomVideoSource();
    private final VideoTrack track;
    private final CallGate gate = new CallGate();
    private final VideoTrackSink stamps = this::stamped;
    private volatile RTCRtpSender sender;
    /** The encodings are there. */
    private volatile boolean negotiated;
    /** Wanted and not yet applied; null when there is nothing to do. */
    private volatile Bitrate wanted;

    /** Of the frame being pushed, in the source's own clock; set within the push. */
    private long stampNanos = NO_STAMP;
    /** System.nanoTime() minus the source's clock, found once: the difference of two clocks of the same speed. */
    private long clockOffset = NO_STAMP;

    private record Bitrate(int min, int max) {}

    NativeVideoSender(PeerConnectionFactory factory, String id) {
        this.track = factory.createVideoTrack(id, source);
    }

    VideoTrack track() {
        return track;
    }

    /** Frames can be pushed from now on. */
    void attach(RTCRtpSender rtpSender) {
        sender = rtpSender;
        track.addSink(stamps);
    }

    private void stamped(VideoFrame video) {
        CallbackGuard.run("onVideoFrame", () -> {
            stampNanos = video.timestampNs;
            video.release();
        });
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
                VideoFrame video = new VideoFrame(buffer, 0);
                stampNanos = NO_STAMP;
                long before = System.nanoTime();
                source.pushFrame(video);
                return millis(captured(before));
            } finally {
                buffer.release();
            }
        } finally {
            gate.leave();
        }
    }

    private long captured(long before) {
        if (stampNanos == NO_STAMP) {
            return before;
        }
        if (clockOffset == NO_STAMP) {
            clockOffset = before - stampNanos;
        }
        return stampNanos + clockOffset;
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
        // Applied with the next frame: it may come before the encodings exist, and from any thread.
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
        track.removeSink(stamps);
    }

    /** Second half, when the connection is closed. */
    void disposeTrack() {
        track.dispose();
    }

    void disposeSource() {
        source.dispose();
    }
}
