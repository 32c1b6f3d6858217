package io.github.camelvision.roboflow.webrtc.core.session.engine.result;

import io.github.camelvision.roboflow.webrtc.core.flow.AckPrefix;
import io.github.camelvision.roboflow.webrtc.core.loop.Loop;
import io.github.camelvision.roboflow.webrtc.core.session.engine.connection.Connection;
import io.github.camelvision.roboflow.webrtc.core.wire.ClientMessage;
import java.time.Duration;

/**
 * Sends the cumulative acknowledgement of one connection as deliveries are done (docs/protocol.adoc#ack); to the source instead, if that
 * paces itself. On the loop.
 */
public final class Acknowledger {

    private static final Duration RETRY = Duration.ofMillis(5);

    private final Connection connection;
    private final Loop loop;
    private final AckPrefix prefix = new AckPrefix();
    private long unsent = -1;

    public Acknowledger(Connection connection, Loop loop) {
        this.connection = connection;
        this.loop = loop;
    }

    public void received(long frameId) {
        send(prefix.received(frameId));
    }

    public void done(long frameId) {
        send(prefix.done(frameId));
    }

    /** Whether the server may be waiting for us rather than we for it. */
    boolean owes() {
        return prefix.inFlight() > 0 || unsent >= 0;
    }

    private void send(long ack) {
        if (connection.run().selfPaced()) {
            connection.run().unhandled(prefix.inFlight());
            return;
        }
        if (ack < 0) {
            return;
        }
        boolean retrying = unsent >= 0;
        unsent = ack;
        if (!retrying) {
            flush();
        }
    }

    private void flush() {
        if (connection.trySend(new ClientMessage.Ack(unsent).encode())) {
            unsent = -1;
        } else if (!connection.isOver()) {
            loop.schedule(RETRY, this::flush);
        }
    }
}
