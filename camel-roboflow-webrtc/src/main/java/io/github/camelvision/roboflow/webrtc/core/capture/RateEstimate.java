package io.github.camelvision.roboflow.webrtc.core.capture;

import java.util.Arrays;

/** Frames per second from the times of the first frames: the median of their distances. Not thread-safe. */
public final class RateEstimate {

    private static final int DISTANCES = 9;

    private final double[] seconds = new double[DISTANCES];
    private int known;
    private double last = Double.NaN;

    /** @param at when the next frame plays, in seconds */
    public void add(double at) {
        if (known < DISTANCES && at > last) {
            seconds[known++] = at - last;
        }
        last = at;
        if (known == DISTANCES) {
            Arrays.sort(seconds);
        }
    }

    /** Null until enough frames came. */
    public Double fps() {
        return known < DISTANCES ? null : Math.round(100 / seconds[DISTANCES / 2]) / 100.0;
    }
}
