package io.github.camelvision.roboflow.webrtc.core.flow;

/**
 * Server side of the cumulative acknowledgement (docs/protocol.adoc#ack): until the first one the server produces freely, afterwards never
 * more than a window of frames ahead of it. Not thread-safe.
 */
public final class AckWindow {

    private final long window;
    private long ack;

    /** @param window frames that may be produced beyond the last acknowledged one; at least 1 */
    public AckWindow(int window) {
        if (window < 1) {
            throw new IllegalArgumentException("window must be at least 1: " + window);
        }
        this.window = window;
    }

    /**
     * Takes the client's acknowledgement; one that does not increase, or is not positive, is ignored.
     *
     * @return whether it advanced
     */
    public boolean record(long acknowledged) {
        if (acknowledged <= ack) {
            return false;
        }
        ack = acknowledged;
        return true;
    }

    /** Whether the frame with this id may be produced now. */
    public boolean mayProduce(long frameId) {
        return ack == 0 || frameId - window <= ack;
    }

    /** The last acknowledgement; 0 before the first. */
    public long acknowledged() {
        return ack;
    }
}
