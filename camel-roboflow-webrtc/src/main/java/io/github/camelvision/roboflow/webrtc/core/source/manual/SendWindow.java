package io.github.camelvision.roboflow.webrtc.core.source.manual;

/**
 * How many frames may be on their way to their answers. Never more than fit in {@value #MAX_BYTES} bytes, which are held until then.
 *
 * <p>Where every frame has to be answered, lost ones are sent again, and that load comes on top of what was too much already. So the
 * window of a careful sender follows the rule of TCP (RFC 5681): it grows with the answers, doubling in each round trip until the
 * first loss and by one frame after it, and a loss halves it, once for all frames that were on their way together. Pure; on the loop.
 */
final class SendWindow {

    static final int MAX_BYTES = 128 << 20;
    /** What a slow server queues stays well within the history of pushes. */
    static final int MAX_FRAMES = 256;
    /** A receiver releases a frame when the next one comes. */
    static final int MIN_FRAMES = 4;
    private static final int FIRST_FRAMES = 16;

    private final boolean careful;
    private double frames;
    private double slowFrom = MAX_FRAMES;
    private long cutMs = Long.MIN_VALUE;

    /** @param careful whether losses make the window smaller */
    SendWindow(boolean careful) {
        this.careful = careful;
        this.frames = careful ? FIRST_FRAMES : MAX_FRAMES;
    }

    /** A frame was answered. */
    void answered() {
        frames = Math.min(MAX_FRAMES, frames + (frames < slowFrom ? 1 : 1 / frames));
    }

    /** A frame that was pushed at this time has to be sent again. */
    void lost(long pushedMs, long nowMs) {
        if (careful && pushedMs >= cutMs) {
            frames = Math.max(MIN_FRAMES, frames / 2);
            slowFrom = frames;
            cutMs = nowMs;
        }
    }

    /** Whether one more frame of so many bytes may be pushed while so many are unanswered. */
    boolean hasRoom(int unanswered, int frameBytes) {
        return unanswered < Math.min(frames, Math.max(MIN_FRAMES, MAX_BYTES / Math.max(1, frameBytes)));
    }
}
