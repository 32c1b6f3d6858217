package io.github.camelvision.roboflow.webrtc.core.worker;

import io.github.camelvision.roboflow.webrtc.core.error.ProtocolException;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.wire.ClientMessage;
import java.util.List;

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
     * Whether a result is the bare value of one output as text: without header, metadata, errors and last message. The video then falls
     * back to any image among the outputs.
     */
    default boolean bareValues() {
        return false;
    }

    /** Whether a source in real time is drained to its newest frame when too many wait. */
    default boolean drains() {
        return false;
    }

    /** Whether a client may stop its video while the session runs; else no name means that the field is detected. */
    default boolean videoMayStop() {
        return false;
    }

    /**
     * What a client says, in its order. On the session's loop.
     *
     * @throws ProtocolException when it is none of the protocol's messages
     */
    default List<? extends ClientMessage> read(String text) {
        return ClientMessage.parseAll(text);
    }

    /** What the returned video shows before the first result; null: nothing. */
    default Frame startingFrame() {
        return null;
    }
}
