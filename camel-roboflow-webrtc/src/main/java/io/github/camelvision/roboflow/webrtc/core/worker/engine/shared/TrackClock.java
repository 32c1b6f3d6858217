package io.github.camelvision.roboflow.webrtc.core.worker.engine.shared;

import io.github.camelvision.roboflow.webrtc.core.media.Frame;

/** Turns RTP timestamps into pts that start at 0 with the first decoded frame (docs/protocol.adoc#pairing). One thread. */
public final class TrackClock {

    private static final long TICKS_PER_MILLI = 90;

    private boolean started;
    private boolean based;
    private long base;
    private long firstMillis;

    /**
     * @param rtpTimestamp unwrapped, 90 kHz; {@link Frame#NO_PTS} if unknown, as for the first frame of a track
     * @param arrivalMillis when the frame came, of any steady clock
     * @return ticks since the first frame, or {@link Frame#NO_PTS}
     */
    public long pts(long rtpTimestamp, long arrivalMillis) {
        boolean first = !started;
        if (first) {
            started = true;
            firstMillis = arrivalMillis;
        }
        if (rtpTimestamp == Frame.NO_PTS) {
            return first ? 0 : Frame.NO_PTS;
        }
        if (!based) {
            based = true;
            // the first frame came without a timestamp: the distance of the arrivals is the best that is known of it
            base = rtpTimestamp - (arrivalMillis - firstMillis) * TICKS_PER_MILLI;
        }
        return rtpTimestamp - base;
    }
}
