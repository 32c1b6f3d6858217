package io.github.camelvision.roboflow.webrtc.examples.bench.peers;

/** Who plays a side of the protocol. */
enum Peer {
    OURS, PYTHON
}
