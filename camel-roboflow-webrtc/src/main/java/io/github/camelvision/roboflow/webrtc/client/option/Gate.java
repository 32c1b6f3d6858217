package io.github.camelvision.roboflow.webrtc.client.option;

/** When a session has a connection. */
public enum Gate {
    /** Always. */
    none,
    /** While something moves before the camera, and for a while after. */
    motion
}
