package io.github.camelvision.roboflow.webrtc.core.worker;

import io.github.camelvision.roboflow.webrtc.core.media.Frame;

/**
 * A frame that waits to be processed.
 *
 * @param frame upright, with its pts in 90 kHz ticks if known
 * @param pts in units of timeBase, as the message will carry it; null if unknown
 * @param timeBase seconds per tick; null if unknown
 */
record DecodedFrame(Frame frame, Long pts, Double timeBase) {

    static final double RTP_TIME_BASE = 1.0 / 90_000;

    /** The same picture with a pts that is larger by so many units of the time base. */
    DecodedFrame laterBy(long units) {
        if (units == 0 || pts == null) {
            return this;
        }
        long later = pts + units;
        return new DecodedFrame(frame.withPts(Math.round(later * timeBase / RTP_TIME_BASE)), later, timeBase);
    }

    int bytes() {
        return frame.i420().length;
    }
}
