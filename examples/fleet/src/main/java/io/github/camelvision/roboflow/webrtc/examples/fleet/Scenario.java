package io.github.camelvision.roboflow.webrtc.examples.fleet;

/** What happens to the nodes. */
enum Scenario {
    /** One is killed, and another one comes. */
    crash(6),
    /** Each one is restarted under its name, and one is taken out for good. */
    rolling(20),
    /** There are more of them, and fewer again. */
    scale(6);

    /** Session timeout, seconds: a node that keeps its cameras must be back in it. */
    final int timeout;

    Scenario(int timeout) {
        this.timeout = timeout;
    }
}
