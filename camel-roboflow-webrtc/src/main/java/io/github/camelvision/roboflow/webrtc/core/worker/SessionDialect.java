package io.github.camelvision.roboflow.webrtc.core.worker;

import io.github.camelvision.roboflow.webrtc.core.media.Frame;

/**
 * How a session differs from one of the worker's own protocol; one object per session. The defaults are the worker's protocol
 * (docs/protocol.adoc#results, docs/protocol.adoc#worker), the other one is the Stream Manager's
 * (docs/protocol.adoc#stream-manager-session).
 */
public interface SessionDialect {

    /** The worker's own protocol. */
    SessionDialect WORKER = new SessionDialect() {};

    /** Whether the frame that arrives now is taken. Asked for every frame, on any thread; must not wait. */
    default boolean admits() {
        return true;
    }

    /** While true, a session in which nothing happens is not idle. Any thread. */
    default boolean paused() {
        return false;
    }

    /** Frames per second as measured while they arrive; null while unknown. Any thread. */
    default Double measuredFps() {
        return null;
    }

    /**
     * True: a result is the bare value of one output as text, without header, metadata and last message; the video falls back to any
     * picture among the outputs; and a realtime track is drained to its newest frame when too many wait.
     */
    default boolean plain() {
        return false;
    }

    /** What the returned video shows before the first result; null: nothing. */
    default Frame startingPicture() {
        return null;
    }
}
