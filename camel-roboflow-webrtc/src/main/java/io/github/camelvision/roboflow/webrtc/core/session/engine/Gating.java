package io.github.camelvision.roboflow.webrtc.core.session.engine;

import io.github.camelvision.roboflow.webrtc.core.error.Causes;
import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.error.SourceException;
import io.github.camelvision.roboflow.webrtc.core.loop.Loop;
import io.github.camelvision.roboflow.webrtc.core.source.SessionGate;
import io.github.camelvision.roboflow.webrtc.core.source.Source;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * A session whose source has a gate: it rests, without a connection, while that is closed (docs/gates.adoc#rule). Says when the session
 * connects, and when it may rest again. On the loop.
 */
final class Gating implements SessionGate.Listener {

    private static final Duration CHECK = Duration.ofMillis(250);
    /** Nothing came for so long, and nothing is owed: the server has answered what it was sent. */
    private static final Duration QUIET = Duration.ofSeconds(1);

    private final Source source;
    private final SessionGate gate;
    private final Loop loop;
    private final Session session;
    private Loop.Timer timer;
    private long answeredNanos;
    private boolean asked;
    private RoboflowWebrtcException told;

    /** What the session does for its gate. */
    interface Session {

        /** The gate opened: connects, if the session rests. */
        void gateOpened();

        /** Nothing is to be sent, and all was answered: the session rests from now on. */
        void rest();

        /** The camera gives no frames while the session rests; null: it does again. */
        void cameraAway(SourceException cause);

        /** The camera is lost for good. */
        void giveUp(RoboflowWebrtcException cause);
    }

    Gating(Source source, Loop loop, Session session) {
        this.source = source;
        this.gate = source.gate();
        this.loop = loop;
        this.session = session;
    }

    /** Whether the session rests now if nothing else keeps it. */
    boolean closed() {
        return gate != null && !gate.needed(System.nanoTime());
    }

    /** Opens the gate if there is one. */
    void open() {
        if (gate != null) {
            gate.open(System.nanoTime());
        }
    }

    /** The session rests: the camera is read all the same. */
    void watch() {
        stop();
        if (asked) {
            return;
        }
        asked = true;
        gate.listen(this);
        source.prepare().whenComplete((open, failure) -> loop.offerControl(() -> {
            if (failure != null && Causes.of(failure) instanceof RoboflowWebrtcException cause) {
                prepared(cause);
            }
        }));
    }

    private void prepared(RoboflowWebrtcException cause) {
        if (cause instanceof SourceException away && away.retryable()) {
            away(away);
        } else {
            session.giveUp(cause);
        }
    }

    private void away(SourceException cause) {
        if (cause != told) {
            told = cause;
            session.cameraAway(cause);
        }
    }

    /** A connection streams: it is given up when the gate is closed and nothing is owed. */
    void streams(BooleanSupplier owed) {
        stop();
        if (gate != null) {
            answeredNanos = loop.nanoTime();
            schedule(owed);
        }
    }

    private void schedule(BooleanSupplier owed) {
        timer = loop.schedule(CHECK, () -> {
            boolean quiet = loop.nanoTime() - answeredNanos >= QUIET.toNanos();
            if (closed() && quiet && !owed.getAsBoolean()) {
                timer = null;
                session.rest();
            } else {
                schedule(owed);
            }
        });
    }

    /** A result came. */
    void answered() {
        answeredNanos = loop.nanoTime();
    }

    /** No connection streams. */
    void stop() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    @Override
    public void opens() {
        loop.offerControl(session::gateOpened);
    }

    @Override
    public void cameraLost(SourceException cause) {
        loop.offerControl(() -> away(cause));
    }

    @Override
    public void cameraBack() {
        loop.offerControl(() -> {
            told = null;
            session.cameraAway(null);
        });
    }

    @Override
    public void cameraEnded(RoboflowWebrtcException cause) {
        loop.offerControl(() -> session.giveUp(cause));
    }
}
