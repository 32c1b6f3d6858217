package io.github.camelvision.roboflow.webrtc.client.option;

/** Values of the option {@code acknowledge}: when a frame counts as handled. */
public enum Acknowledge {
    /** When its Exchange is completed, or failed and handled. */
    completed,
    /** When it was received. */
    received
}
