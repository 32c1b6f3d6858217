package io.github.camelvision.roboflow.webrtc.core.rtc.engine.video;

import io.github.camelvision.roboflow.webrtc.core.media.Frame;

/** Unwraps the RTP timestamps of received pictures, and bridges gaps with the local clock. Pure and single-threaded. */
final class RtpTimes {

    /** A picture's RTP timestamp is not known. */
    static final long UNKNOWN = -1;

    private long lastLocalNanos;
    private long last = Frame.NO_PTS;

    /**
     * Pictures in the order of delivery.
     *
     * @param rtp32 RTP timestamp (unsigned 32 bits), or {@link #UNKNOWN}: then the local clock's difference to the picture before
     *         is taken, which is exact to about 1 ms except in a stream's first second
     * @param localNanos libwebrtc's local clock of this picture
     * @return the timestamp continued without wrap-around, the first one as it is; {@link Frame#NO_PTS} before any was known
     */
    long next(long rtp32, long localNanos) {
        if (rtp32 != UNKNOWN) {
            last = last == Frame.NO_PTS ? rtp32 : last + (int) (rtp32 - last);
        } else if (last != Frame.NO_PTS) {
            last += Math.round((localNanos - lastLocalNanos) * 9 / 100_000.0);
        }
        lastLocalNanos = localNanos;
        return last;
    }
}
