package io.github.camelvision.roboflow.webrtc.core.clips.engine;

/** Where the frames of one clip go. */
public interface ClipOutput {

    /** The next frame of the clip. */
    void add(KeptFrame frame);

    /** There was the last one. */
    void finish();
}
