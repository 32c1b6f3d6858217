package io.github.camelvision.roboflow.webrtc.core.worker.engine.shared;

import io.github.camelvision.roboflow.webrtc.core.media.Frame;

/** Turns RTP timestamps into pts that start at 0 with the first decoded frame (docs/protocol.adoc#pairing). One thread. */
public final class TrackClock {

    private boolean based;
    private long base;

    /**
     * @param rtpTimestamp unwrapped, 90 kHz; {@link Frame#NO_PTS} if unknown
     * @return ticks since the first frame whose timestamp is known, or {@link Frame#NO_PTS}
     */
    public long pts(long rtpTimestamp) {
        if (rtpTimestamp == Frame.NO_PTS) {
            return Frame.NO_PTS;
        }
        if (!based) {
            based = true;
            base = rtpTimestamp;
        }
        return rtpTimestamp - base;
    }
}
