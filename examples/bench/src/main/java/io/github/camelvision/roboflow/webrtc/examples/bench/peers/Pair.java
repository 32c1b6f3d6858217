package io.github.camelvision.roboflow.webrtc.examples.bench.peers;

/** Who talks to whom. The letters are those of docs/performance.adoc. */
enum Pair {

    A("our client, our worker", Peer.OURS, Peer.OURS),
    B("our client, Python worker", Peer.OURS, Peer.PYTHON),
    C("Python client, our worker", Peer.PYTHON, Peer.OURS),
    D("Python client, Python worker", Peer.PYTHON, Peer.PYTHON);

    final String title;
    final Peer client;
    final Peer worker;

    Pair(String title, Peer client, Peer worker) {
        this.title = title;
        this.client = client;
        this.worker = worker;
    }

    boolean needsPython() {
        return client == Peer.PYTHON || worker == Peer.PYTHON;
    }
}
