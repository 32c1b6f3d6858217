package io.github.camelvision.roboflow.webrtc.core.capture;

import io.github.camelvision.roboflow.webrtc.core.error.SourceException;

/** One opened source of frames. Belongs to the thread that opened it, which reads and closes it. */
public interface FrameReader extends AutoCloseable {

    /** Frames per second, as the source declares them or as they came so far; null while they are not known. May change from null once. */
    Double fps();

    /**
     * The next frame; waits for it until it comes, the source was silent for too long, or the {@link Interruption} is stopped.
     *
     * @return null at the regular end of the input, or when it was stopped
     * @throws SourceException when the source broke, was silent, or was damaged: its message says which, names no credentials, and every
     *         frame that could be decoded was returned before
     */
    DecodedFrame read();

    /** Never blocks for long, whatever the other side does. */
    @Override
    void close();
}
