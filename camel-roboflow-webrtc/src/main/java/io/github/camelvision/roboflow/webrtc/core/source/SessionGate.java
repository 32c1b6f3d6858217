package io.github.camelvision.roboflow.webrtc.core.source;

import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.error.SourceException;

/** Says when a source needs a connection, and when it does not. Thread-safe; times are System.nanoTime(). */
public interface SessionGate {

    /** Called from any thread: hand over and return. */
    interface Listener {

        /** The gate opened: a connection is needed. */
        void opens();

        /** The camera was lost while no connection listens; the capture goes on trying. */
        void cameraLost(SourceException cause);

        /** The camera gives frames again. */
        void cameraBack();

        /** The camera was lost for good while no connection listens. */
        void cameraEnded(RoboflowWebrtcException cause);
    }

    /** From now on this one is told. */
    void listen(Listener listener);

    /** Whether the gate is open, or frames wait to be sent. */
    boolean needed(long nowNanos);

    /** Opens it as if something happened now. */
    void open(long nowNanos);

    /** How often it opened. */
    long opened();
}
