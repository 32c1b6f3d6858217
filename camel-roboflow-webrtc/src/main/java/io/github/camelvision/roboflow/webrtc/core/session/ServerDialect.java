package io.github.camelvision.roboflow.webrtc.core.session;

/**
 * How the server of a session talks once it is connected: the worker's protocol (docs/protocol.adoc#results), or the older one of the
 * Stream Manager (docs/protocol.adoc#stream-manager-session).
 */
public enum ServerDialect {

    /** A result tells its frame and time, in an envelope. Results are acknowledged, outputs can be changed, sessions are limited. */
    WORKER,

    /** A result is the bare value of one output. Nothing is acknowledged or can be changed, and a session has no limit. */
    STREAM_MANAGER;

    /** Whether results tell which frame they are of: only then can it be known that one is owed. */
    public boolean tellsFrames() {
        return this == WORKER;
    }

    /** Whether the server waits for acknowledgements unless it works in real time. */
    public boolean takesAcknowledgements() {
        return this == WORKER;
    }

    /** Whether the server takes other outputs while it streams. The Stream Manager's fails at any such message. */
    public boolean takesOutputs() {
        return this == WORKER;
    }

    /** Whether the server ends a session that shows no sign of life. */
    public boolean needsSignsOfLife() {
        return this == WORKER;
    }

    /** Whether the server ends a session after a time. */
    public boolean limitsSessions() {
        return this == WORKER;
    }
}
