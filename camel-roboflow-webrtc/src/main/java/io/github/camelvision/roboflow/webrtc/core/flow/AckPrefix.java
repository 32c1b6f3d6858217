package io.github.camelvision.roboflow.webrtc.core.flow;

import java.util.TreeSet;

/**
 * Client side of the cumulative acknowledgement (docs/protocol.adoc#ack): what to send as {@code {"ack": N}}.
 *
 * <p>Frames finish in any order, and N covers only the contiguous prefix of finished frames. The channel is ordered and reliable, so an
 * id that was skipped will not come any more: it counts as done. The first frame is acknowledged on receipt, because the server paces
 * only after its first acknowledgement. Holds one entry for each frame in flight. Not thread-safe.
 */
public final class AckPrefix {

    private static final long NOTHING = -1;

    private final TreeSet<Long> inFlight = new TreeSet<>();
    private long newest;
    private long sent;

    /**
     * A frame arrived. Ids increase from 1; one that does not increase is ignored.
     *
     * @return the acknowledgement to send now, or -1
     */
    public long received(long frameId) {
        if (frameId <= newest) {
            return NOTHING;
        }
        boolean first = newest == 0;
        newest = frameId;
        inFlight.add(frameId);
        return advanceTo(first ? frameId : donePrefix());
    }

    /**
     * A frame was fully handled, whether with success or not. Ids that are not in flight are ignored.
     *
     * @return the acknowledgement to send now, or -1
     */
    public long done(long frameId) {
        return inFlight.remove(frameId) ? advanceTo(donePrefix()) : NOTHING;
    }

    /** Frames received and not done. */
    public int inFlight() {
        return inFlight.size();
    }

    private long donePrefix() {
        return inFlight.isEmpty() ? newest : inFlight.first() - 1;
    }

    private long advanceTo(long ack) {
        if (ack <= sent) {
            return NOTHING;
        }
        sent = ack;
        return ack;
    }
}
