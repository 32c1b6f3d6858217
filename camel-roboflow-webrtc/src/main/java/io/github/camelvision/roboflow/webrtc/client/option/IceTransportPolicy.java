package io.github.camelvision.roboflow.webrtc.client.option;

/** Values of the option {@code iceTransportPolicy}. */
public enum IceTransportPolicy {
    /** Any candidate pair that works. */
    all,
    /** Only candidates of the TURN servers. */
    relay
}
