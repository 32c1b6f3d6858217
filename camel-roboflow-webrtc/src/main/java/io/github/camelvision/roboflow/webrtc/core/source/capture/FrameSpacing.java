package io.github.camelvision.roboflow.webrtc.core.source.capture;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * Numbers the captured frames that are sent, over all connections of a session, and spaces them so that their times tell them apart:
 * never closer than a result's time is exact, and out of step while it is not known which of them a server began with. On the loop.
 */
final class FrameSpacing {

    /** More than twice the tolerance of the correlation: no result's time fits two frames. At most 100 frames a second follow. */
    static final long MIN_GAP_MS = 10;
    private static final double USUAL_FPS = 30;
    private static final double MAX_STEP_MS = 15;
    /** More than the tolerance of the correlation, twice. */
    private static final double MIN_STEP_MS = 8;
    private static final int STEPS_PER_FRAME = 3;

    private final SplittableRandom random = new SplittableRandom();
    private long sent;
    private long lastNanos;

    /**
     * Asked once for each frame.
     *
     * @param irregular whether to be out of step: frames at regular intervals cannot be told apart by the differences of their times
     * @param fps of the source; null when it is not known
     * @return milliseconds to wait before the frame is sent
     */
    long waitMillis(boolean irregular, Double fps, long nowNanos) {
        double interval = TimeUnit.SECONDS.toMillis(1) / (fps == null || fps <= 0 ? USUAL_FPS : fps);
        boolean late = irregular && interval > MIN_GAP_MS && random.nextBoolean();
        long step = late ? Math.round(Math.max(MIN_STEP_MS, Math.min(MAX_STEP_MS, interval / STEPS_PER_FRAME))) : 0;
        long gap = sent == 0 ? 0 : MIN_GAP_MS - TimeUnit.NANOSECONDS.toMillis(nowNanos - lastNanos);
        return Math.max(step, gap);
    }

    /** The number of the frame that is sent now: 1, 2, … */
    long next() {
        return ++sent;
    }

    /** It was handed over to every connection. */
    void handedOver(long nowNanos) {
        lastNanos = nowNanos;
    }

    /** Of the newest frame; 0 before the first. */
    long newest() {
        return sent;
    }
}
