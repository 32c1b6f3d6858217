package io.github.camelvision.roboflow.webrtc.core.source;

import java.time.Duration;

/** Whether the server owes a result, where nobody knows which frame a result belongs to. On the loop. */
public final class OwedResults {

    /** Frames that encoder and receiver may hold back: a receiver releases a frame only when the next one arrives. */
    private static final int HELD_BACK = 3;
    /** When no frames follow, the last ones may never be answered. */
    private static final Duration FLOWING = Duration.ofSeconds(10);

    private int unanswered;
    private long sentNanos;

    /** A frame was handed to the encoder. */
    public void sent(long nowNanos) {
        unanswered++;
        sentNanos = nowNanos;
    }

    /** A result came, for whichever frame. */
    public void answered() {
        unanswered = 0;
    }

    public boolean owed(long nowNanos) {
        return unanswered >= HELD_BACK && nowNanos - sentNanos < FLOWING.toNanos();
    }
}
