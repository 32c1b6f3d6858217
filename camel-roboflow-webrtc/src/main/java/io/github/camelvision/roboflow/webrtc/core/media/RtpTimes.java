package io.github.camelvision.roboflow.webrtc.core.media;

/** Unwraps the RTP timestamps of received frames. Pure and single-threaded. */
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
        if (rtp32 == UNKNOWN) {
            return Frame.NO_PTS;
        }
        last = last == Frame.NO_PTS ? rtp32 : nearest(rtp32, last);
        return last;
    }

    /**
     * The time with the same lowest 32 bits that is nearest to the reference. For a time that a peer has unwrapped, and with it counted
     * wraps that there were not: aiortc adds 2^32 to every later time when one frame comes after its successor.
     */
    public static long nearest(long ticks, long reference) {
        return reference + (int) (ticks - reference);
    }
}
