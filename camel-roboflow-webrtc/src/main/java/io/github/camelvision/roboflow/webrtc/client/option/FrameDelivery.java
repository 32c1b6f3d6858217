package io.github.camelvision.roboflow.webrtc.client.option;

/** Values of the option {@code frameDelivery}: how frames of a file come back. */
public enum FrameDelivery {
    /** As JPEG on the data channel: every one, in order. */
    dataChannel,
    /** As video track: less traffic, frames may be skipped. */
    track
}
