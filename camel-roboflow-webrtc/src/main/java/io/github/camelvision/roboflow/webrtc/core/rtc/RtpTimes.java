package io.github.camelvision.roboflow.webrtc.core.rtc;

import io.github.camelvision.roboflow.webrtc.core.media.Frame;

/**
 * The RTP timestamps of received pictures. libwebrtc hands out a picture without its own RTP timestamp, but tells that of the
 * picture before, and a local millisecond clock for both: exact base, plus a short difference, so the error never accumulates.
 * Pure and single-threaded.
 */
final class RtpTimes {

    /** No RTP timestamp is known for the picture before. */
    static final long UNKNOWN = -1;

    private long reference = Frame.NO_PTS;
    private long lastLocalNanos;
    private long lastTime = Frame.NO_PTS;

    /** @return the 32-bit timestamp continued without wrap-around; the first one is taken as it is */
    long unwrap(long rtp32) {
        reference = reference == Frame.NO_PTS ? rtp32 : reference + (int) (rtp32 - reference);
        return reference;
    }

    /**
     * @param previousRtp32 RTP timestamp (unsigned 32 bits) of the picture before, or {@link #UNKNOWN}
     * @param localNanos local clock of this picture
     * @return unwrapped 90 kHz timestamp of this picture; {@link Frame#NO_PTS} before any timestamp was known
     */
    long next(long previousRtp32, long localNanos) {
        long previous = previousRtp32 == UNKNOWN ? lastTime : unwrap(previousRtp32);
        long time = previous == Frame.NO_PTS ? Frame.NO_PTS : previous + ticks(localNanos - lastLocalNanos);
        lastLocalNanos = localNanos;
        lastTime = time;
        return time;
    }

    private static long ticks(long nanos) {
        return Math.round(nanos * 9 / 100_000.0);
    }
}
