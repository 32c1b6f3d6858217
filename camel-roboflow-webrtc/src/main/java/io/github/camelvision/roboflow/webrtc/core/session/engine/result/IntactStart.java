package io.github.camelvision.roboflow.webrtc.core.session.engine.result;

import java.util.Map;

/**
 * Whether the first frame that came is the first one that the server sent: then it belongs to the first message, and which frame
 * belongs to which result need not be found out. True when the decoder never asked for a key frame and dropped nothing.
 *
 * <pre>
 * WAITING -- first frame --> ASKED -- statistics: nothing was lost --> INTACT -- a message came --> SETTLED
 *    |                           |                                          |                          ^
 *    +-- a frame was lost -----+-- something was, or nobody knows --------+-- the server has its ----+
 *                                                                               own clock on the track
 * </pre>
 */
final class IntactStart {

    /** See the class. */
    enum State {
        /** For the first frame. */
        WAITING,
        /** The peer's statistics were asked for. */
        ASKED,
        /** The first frame is the server's first. */
        INTACT,
        /** Used, or never to be known. */
        SETTLED
    }

    private State state;

    /** @param possible false: frames may have come before, to somebody else */
    IntactStart(boolean possible) {
        state = possible ? State.WAITING : State.SETTLED;
    }

    State state() {
        return state;
    }

    /**
     * A frame came.
     *
     * @param allTaken whether every message and frame so far found its place here
     * @return whether to ask for the statistics now
     */
    boolean frame(boolean allTaken) {
        if (state != State.WAITING) {
            return false;
        }
        state = allTaken ? State.ASKED : State.SETTLED;
        return allTaken;
    }

    /** @param values of the peer, see {@link io.github.camelvision.roboflow.webrtc.core.rtc.RtcPeer#stats()} */
    void statistics(Map<String, Object> values) {
        if (state == State.ASKED) {
            boolean nothingLost = count(values, "pliCount") == 0 && count(values, "framesDropped") == 0;
            state = nothingLost ? State.INTACT : State.SETTLED;
        }
    }

    private static long count(Map<String, Object> values, String name) {
        return values.get("received." + name) instanceof Number number ? number.longValue() : -1;
    }

    /** Nobody will use it: the connection is over, or the server's encoder may have skipped the first frames of its own clock. */
    void never() {
        state = State.SETTLED;
    }

    /** Whether to use it now, once: it is intact, and the message of the first frame came. */
    boolean use(boolean anyMessage) {
        if (state != State.INTACT || !anyMessage) {
            return false;
        }
        state = State.SETTLED;
        return true;
    }
}
