package io.github.camelvision.roboflow.webrtc.client.option;

/** Values of the option {@code protocol}. */
public enum ServerProtocol {
    /** One POST to initialise_webrtc_worker, results on a data channel (docs/protocol.adoc#opening, docs/protocol.adoc#results). */
    worker,
    /** The older pipeline API, over HTTP or TCP (docs/protocol.adoc#stream-manager). */
    streamManager
}
