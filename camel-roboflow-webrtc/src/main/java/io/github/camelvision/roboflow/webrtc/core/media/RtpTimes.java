package io.github.camelvision.roboflow.webrtc.core.media;

/**
 * Unwraps RTP timestamps, which have 32 bits; also those that a peer has unwrapped already. A peer may count wraps that there were
 * not: aiortc adds 2^32 to every later time when one frame comes after its successor. Pure and single-threaded.
 */
public final class RtpTimes {

    /** A frame's RTP timestamp is not known. */
    public static final long UNKNOWN = -1;

    private long last = Frame.NO_PTS;

    /**
     * Frames in the order of delivery.
     *
     * @param rtp32 RTP timestamp (unsigned 32 bits), or {@link #UNKNOWN}
     * @return the timestamp continued without wrap-around, the first one as it is; {@link Frame#NO_PTS} of one that is unknown
     */
    public long next(long rtp32) {
        return rtp32 == UNKNOWN ? Frame.NO_PTS : continued(rtp32);
    }

    /** The same for times of any size, of which only the lowest 32 bits count, but for the first one. */
    public long continued(long ticks) {
        last = last == Frame.NO_PTS ? ticks : nearest(ticks, last);
        return last;
    }

    /** The time with the same lowest 32 bits that is nearest to the reference. */
    public static long nearest(long ticks, long reference) {
        return reference + (int) (ticks - reference);
    }
}
