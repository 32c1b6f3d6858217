package io.github.camelvision.roboflow.webrtc.core.session;

import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import java.time.Instant;

/** Remembers where the stream was when it broke, until it goes on. However many attempts that takes, it is one gap. On the loop. */
final class OutageWatch {

    private String sessionId;
    private long lastFrameId;
    private Instant lastSeen;
    private String reason;

    /** A result came. */
    void received(long frameId) {
        lastFrameId = frameId;
        lastSeen = Instant.now();
    }

    /** A picture came by track. */
    void received() {
        lastSeen = Instant.now();
    }

    /** The stream broke; further losses of the same outage change nothing. */
    void lost(RoboflowWebrtcException cause) {
        if (sessionId != null && reason == null) {
            reason = String.valueOf(cause.getMessage());
        }
    }

    /** Whether the stream broke and did not go on yet. */
    boolean open() {
        return reason != null;
    }

    /** The stream begins or goes on. Returns what was missed; null when nothing was. */
    Gap streams(String newSessionId) {
        Instant now = Instant.now();
        Gap gap = reason == null ? null : new Gap(sessionId, lastFrameId, lastSeen, now, reason);
        sessionId = newSessionId;
        lastFrameId = 0;
        lastSeen = now;
        reason = null;
        return gap;
    }
}
