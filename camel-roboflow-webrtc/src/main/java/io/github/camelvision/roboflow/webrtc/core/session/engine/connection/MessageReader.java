package io.github.camelvision.roboflow.webrtc.core.session.engine.connection;

import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import java.util.function.Consumer;

/** Turns what comes on the data channel into results. On the loop. */
interface MessageReader {

    /** From now on this one gets them; before, nobody does. */
    void deliverTo(Consumer<InferenceResult> receiver);

    void add(byte[] data, boolean binary);

    /** Gives up what is incomplete. */
    default void close() {}
}
