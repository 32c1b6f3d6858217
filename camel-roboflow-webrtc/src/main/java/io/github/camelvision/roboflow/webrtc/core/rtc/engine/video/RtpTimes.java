package io.github.camelvision.roboflow.webrtc.core.rtc.engine.video;

import io.github.camelvision.roboflow.webrtc.core.media.Frame;

/** Unwraps the RTP timestamps of received frames. Pure and single-threaded. */
final class RtpTimes {

    /** A frame's RTP timestamp is not known. */
    static final long UNKNOWN = -1;

    private long last = Frame.NO_PTS;

    /**
     * Frames in the order of delivery.
     *
     * @param rtp32 RTP timestamp (unsigned 32 bits), or {@link #UNKNOWN}
     * @return the timestamp continued without wrap-around, the first one as it is; {@link Frame#NO_PTS} of one that is unknown
     */
    long next(long rtp32) {
        if (rtp32 == UNKNOWN) {
            return Frame.NO_PTS;
        }
        last = last == Frame.NO_PTS ? rtp32 : last + (int) (rtp32 - last);
        return last;
    }
}
