package io.github.camelvision.roboflow.webrtc.core.source;

/**
 * Bounds of the video encoder in bit/s; 0 in either lets {@link #forSize} choose. A sender without a lower bound starts near
 * 300 kbit/s and skips most of a busy scene (docs/protocol.adoc#bitrate).
 */
public record VideoBitrate(int min, int max) {

    /** Both bounds from the frame's size and rate. */
    public static final VideoBitrate AUTO = new VideoBitrate(0, 0);

    private static final double MIN_BITS_PER_PIXEL = 0.15;
    private static final int FLOOR = 500_000;
    private static final int MAX_TO_MIN = 3;

    public VideoBitrate {
        if (min < 0 || max < 0 || max > 0 && min > max) {
            throw new IllegalArgumentException("videoMinBitrate=" + min + " and videoMaxBitrate=" + max
                    + " must be positive bit/s, the minimum not above the maximum");
        }
    }

    /** The same bounds with chosen values where none were set. */
    public VideoBitrate forSize(int width, int height, double fps) {
        double needed = width * (double) height * fps * MIN_BITS_PER_PIXEL;
        int chosenMin = (int) Math.min(Integer.MAX_VALUE / MAX_TO_MIN, Math.max(FLOOR, needed));
        int lower = min > 0 ? min : max > 0 ? Math.min(chosenMin, max) : chosenMin;
        int upper = max > 0 ? max : Math.max(lower, Math.min(Integer.MAX_VALUE, MAX_TO_MIN * chosenMin));
        return new VideoBitrate(lower, upper);
    }
}
