package io.github.camelvision.roboflow.webrtc.core.clips;

import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;

/** Hears of clips, on the thread that writes them: it must not block for long. */
public interface ClipListener {

    /** A clip is complete on the disk. */
    void written(Clip clip);

    /** A clip, or a frame of it, could not be written. The recorder goes on. */
    void failed(RoboflowWebrtcException cause);
}
