package io.github.camelvision.roboflow.webrtc.core.capture;

import io.github.camelvision.roboflow.webrtc.core.media.Frame;

/**
 * A frame as its source gave it.
 *
 * @param frame upright, with its pts in 90 kHz ticks if known
 * @param pts in units of timeBase; null if unknown
 * @param timeBase seconds per tick; null if unknown
 */
public record DecodedFrame(Frame frame, Long pts, Double timeBase) {

    public static final double RTP_TIME_BASE = 1.0 / 90_000;

    /** The same frame with a pts that is larger by so many units of the time base. */
    public DecodedFrame laterBy(long units) {
        if (units == 0 || pts == null) {
            return this;
        }
        long later = pts + units;
        return new DecodedFrame(frame.withPts(Math.round(later * timeBase / RTP_TIME_BASE)), later, timeBase);
    }

    /** Bytes of the frame. */
    public int bytes() {
        return frame.i420().length;
    }
}
