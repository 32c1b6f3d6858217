package io.github.camelvision.roboflow.webrtc.core.session.engine.connection;

/** Turns what comes on the data channel into results. On the loop. */
interface MessageReader {

    void add(byte[] data, boolean binary);

    /** Gives up what is incomplete. */
    default void close() {}
}
