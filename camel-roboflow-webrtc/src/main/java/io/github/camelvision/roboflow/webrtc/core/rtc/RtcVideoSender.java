package io.github.camelvision.roboflow.webrtc.core.rtc;

import io.github.camelvision.roboflow.webrtc.core.media.Frame;

/** The sending half of a video section. */
public interface RtcVideoSender {

    /**
     * Encodes and sends one frame. May be called from any one thread at a time; does nothing after the peer was closed.
     * The encoder may skip it (start-up, load). Frames are stamped in whole milliseconds and the second of two with the same is
     * lost: keep calls more than 1 ms apart.
     *
     * @return capture time in milliseconds of the clock that stamps the RTP timestamps (90 ticks each); the receiver's pts
     *         differences equal the differences of these values within 1 ms
     */
    long push(Frame frame);

    /**
     * Bounds of the encoder in bit/s, from the next frame on, also when called before the negotiation; 0 leaves a bound to the
     * library. Without a lower bound the sender starts near 300 kbit/s and skips most frames of a busy scene.
     */
    void setBitrate(int minBitsPerSecond, int maxBitsPerSecond);
}
