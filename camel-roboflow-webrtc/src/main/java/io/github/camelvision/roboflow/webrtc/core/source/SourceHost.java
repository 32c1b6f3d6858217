package io.github.camelvision.roboflow.webrtc.core.source;

import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.error.SourceException;
import io.github.camelvision.roboflow.webrtc.core.loop.Loop;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;

/** What a session offers to its source. */
public interface SourceHost {

    /** The session's loop: everything that touches the peer runs there. */
    Loop loop();

    /** The source broke during the connection. From any thread. */
    void failed(RoboflowWebrtcException cause);

    /** The source broke, and goes on by itself when it can: the connection stays. From any thread. */
    void interrupted(SourceException cause);

    /** A frame was handed to the encoder, for the first time: repeats of it are not told. On the loop. */
    default void sent(Frame frame) {}

    /** Progress of an upload: after each chunk. On the loop. */
    void uploaded(UploadProgress progress);
}
