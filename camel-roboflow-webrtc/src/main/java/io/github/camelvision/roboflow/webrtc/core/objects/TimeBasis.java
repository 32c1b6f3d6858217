package io.github.camelvision.roboflow.webrtc.core.objects;

/** What the times of a camera's frames are taken from. */
public enum TimeBasis {
    /** Frames are captured here; when, is known of most. */
    captured,
    /** The server tells when it took a frame. */
    received,
    /** The frames' own times count, as for a file, which is not seen when it is processed. */
    frames
}
