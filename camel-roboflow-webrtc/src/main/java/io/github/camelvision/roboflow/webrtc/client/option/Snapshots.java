package io.github.camelvision.roboflow.webrtc.client.option;

/** What a snapshot of an object shows. */
public enum Snapshots {
    /** The object, with a margin. */
    crop,
    /** The whole frame. */
    frame
}
