package io.github.camelvision.roboflow.webrtc.core.worker.engine.input;

import io.github.camelvision.roboflow.webrtc.core.capture.DecodedFrame;

/** A source of frames that the worker reads itself: an uploaded file or a captured stream. Owns its thread. */
interface FrameFeed {

    /** Called on the feed's thread. */
    interface Sink {

        /** The source is open, perhaps again. @param fps as the source declares it; null if it does not */
        void opened(Double fps);

        /** Takes one frame; may block while the session is busy. @return false when no more frames are wanted */
        boolean frame(DecodedFrame frame) throws InterruptedException;

        /** A source that had delivered frames is away; the feed goes on trying. Once per outage. @param problem what happened */
        void lost(String problem);

        /** The source has ended. Called exactly once unless stopped before. @param problem null at a regular end */
        void ended(String problem);
    }

    /** Starts reading; returns at once. */
    void start(Sink sink);

    /** Stops reading and frees everything soon, on the feed's own thread. Idempotent, never blocks. */
    void stop();
}
