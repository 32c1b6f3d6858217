package io.github.camelvision.roboflow.webrtc.core.capture.ffmpeg;

import org.bytedeco.ffmpeg.global.avutil;

/** The times of a live stream. FFmpeg does not know that of the first frame of many cameras: it is 0 then, and the others follow it. */
final class LiveClock {

    private static final double USUAL_SECONDS = 1.0 / 30;

    private boolean started;
    private boolean waits;
    private long shift;

    /**
     * @param pts as FFmpeg says it, or {@code AV_NOPTS_VALUE}
     * @param timeBase seconds of a unit
     * @param fps of the source; null when not known
     * @return in the same units, or {@code AV_NOPTS_VALUE}
     */
    long pts(long pts, double timeBase, Double fps) {
        boolean first = !started;
        started = true;
        if (pts == avutil.AV_NOPTS_VALUE) {
            waits |= first;
            return first ? 0 : pts;
        }
        if (waits) {
            waits = false;
            shift = Math.max(1, Math.round((fps == null ? USUAL_SECONDS : 1 / fps) / timeBase)) - pts;
        }
        return pts + shift;
    }
}
