package io.github.camelvision.roboflow.webrtc.core.source.capture;

import java.util.concurrent.TimeUnit;

/**
 * Chooses among the captured frames so that no more than so many a second are sent. Those that are chosen lie on a raster of equal
 * intervals, so the rate is reached on average also where it does not divide that of the source. Of the capture thread.
 */
final class FrameLimit {

    private final Double maxFps;
    private boolean began;
    private long dueNanos;

    /** @param maxFps positive; null: every frame is taken */
    FrameLimit(Double maxFps) {
        this.maxFps = maxFps;
    }

    /** Asked once for each frame. @return whether it is sent; false: it is left out */
    boolean takes(long nowNanos) {
        if (maxFps == null) {
            return true;
        }
        if (began && nowNanos - dueNanos < 0) {
            return false;
        }
        long next = dueNanos + (long) (TimeUnit.SECONDS.toNanos(1) / maxFps);
        // after a pause the raster begins anew: nothing is caught up
        dueNanos = began && next - nowNanos > 0 ? next : nowNanos + (long) (TimeUnit.SECONDS.toNanos(1) / maxFps);
        began = true;
        return true;
    }

    /** The rate that is left of this one. @param fps of the source; null: not known */
    Double of(Double fps) {
        return maxFps == null || fps == null ? fps : Double.valueOf(Math.min(fps, maxFps));
    }
}
