package io.github.camelvision.roboflow.webrtc;

/** Values of the option {@code protocol}. */
public enum ServerProtocol {
    /** One POST to initialise_webrtc_worker, results on a data channel (protocol.md 1 and 2). */
    worker,
    /** The older pipeline API, over HTTP or TCP (protocol.md 6). */
    streamManager
}
