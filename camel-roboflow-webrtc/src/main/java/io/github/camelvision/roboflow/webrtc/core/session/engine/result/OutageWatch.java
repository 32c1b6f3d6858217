package io.github.camelvision.roboflow.webrtc.core.session.engine.result;

import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.session.status.Gap;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * Remembers where the stream was when it broke, until it goes on. However many attempts that takes, and whether the connection broke, the
 * source, or both, it is one gap. Its length is true however the wall clock was set meanwhile. On the loop.
 */
public final class OutageWatch {

    /** Frames from before the loss may still be on their way to the encoder. */
    private static final Duration LEFTOVERS = Duration.ofMillis(500);

    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private String sessionId;
    private long lastFrameId;
    private long lastSeenNanos;
    /** What the gap will tell but for its times; null: no outage. */
    private Gap pending;
    private long pendingNanos;
    private long sourceLostNanos;
    private boolean sourceAway;
    private boolean connected;

    /**
     * @param clock of the times that a gap tells
     * @param nanoTime of what lies between them
     */
    public OutageWatch(InstantSource clock, LongSupplier nanoTime) {
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /** A result came. */
    void received(long frameId) {
        lastFrameId = frameId;
        lastSeenNanos = nanoTime.getAsLong();
    }

    /** A frame came by track. */
    void received() {
        lastSeenNanos = nanoTime.getAsLong();
    }

    /** The connection broke; further losses of the same outage change nothing. */
    public void lost(RoboflowWebrtcException cause) {
        connected = false;
        begin(cause);
    }

    /** The source broke, and the connection did not. */
    public void sourceLost(RoboflowWebrtcException cause) {
        sourceAway = true;
        sourceLostNanos = nanoTime.getAsLong();
        begin(cause);
    }

    private void begin(RoboflowWebrtcException cause) {
        if (sessionId != null && pending == null) {
            pending = new Gap(sessionId, lastFrameId, null, null, String.valueOf(cause.getMessage()));
            pendingNanos = lastSeenNanos;
        }
    }

    /** Whether the stream broke and did not go on yet. */
    public boolean open() {
        return pending != null;
    }

    /** A frame of the source goes to the server. Whether that is the first one after a loss of the source. */
    public boolean sourceSends() {
        boolean back = sourceAway && nanoTime.getAsLong() - sourceLostNanos > LEFTOVERS.toNanos();
        sourceAway &= !back;
        return back;
    }

    /** A connection streams. */
    public void streams(String newSessionId) {
        sessionId = newSessionId;
        lastFrameId = 0;
        lastSeenNanos = nanoTime.getAsLong();
        connected = true;
    }

    /** What was missed, once everything is back; null when nothing was, or something still is away. */
    public Gap over() {
        if (pending == null || sourceAway || !connected) {
            return null;
        }
        Instant to = clock.instant();
        Instant from = to.minusNanos(nanoTime.getAsLong() - pendingNanos);
        Gap gap = new Gap(pending.sessionId(), pending.lastFrameId(), from, to, pending.reason());
        pending = null;
        return gap;
    }
}
