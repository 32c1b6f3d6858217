package io.github.camelvision.roboflow.webrtc.testing;

import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * A workflow that finds what moves before a camera that stands still: boxes around what differs from the background. It flickers, splits
 * and joins as such detectors do.
 */
public final class MotionBlobs {

    /** A pixel of the mask is so many pixels of the frame, each way. */
    private static final int STEP = 2;
    private static final int DIFFERENCE = 30;
    /** Parts of one person are so near to each other, in pixels of the mask. */
    private static final int REACH_X = 1;
    private static final int REACH_Y = 6;
    private static final int LEAST_HEIGHT = 18;
    private static final int LEAST_WIDTH = 5;
    private static final double LEAST_FILLED = 0.2;

    private final int width;
    private final int height;
    private final byte[] background;

    /** @param samples frames of the whole video: the background is the median of each pixel */
    public MotionBlobs(List<Frame> samples) {
        this.width = samples.get(0).width();
        this.height = samples.get(0).height();
        this.background = new byte[(width / STEP) * (height / STEP)];
        int[] values = new int[samples.size()];
        for (int i = 0; i < background.length; i++) {
            for (int k = 0; k < values.length; k++) {
                values[k] = luma(samples.get(k), i);
            }
            Arrays.sort(values);
            background[i] = (byte) values[values.length / 2];
        }
    }

    /** Of a pixel of the mask: the mean of those of the frame. */
    private int luma(Frame frame, int i) {
        int at = i / (width / STEP) * STEP * width + i % (width / STEP) * STEP;
        byte[] bytes = frame.i420();
        return ((bytes[at] & 0xFF) + (bytes[at + 1] & 0xFF) + (bytes[at + width] & 0xFF) + (bytes[at + width + 1] & 0xFF)) / 4;
    }

    /** {@code predictions} in Roboflow's shape. */
    public Map<String, Object> find(Frame frame) {
        boolean[] moves = new boolean[background.length];
        for (int i = 0; i < moves.length; i++) {
            moves[i] = Math.abs(luma(frame, i) - (background[i] & 0xFF)) > DIFFERENCE;
        }
        List<Map<String, Object>> predictions = new ArrayList<>();
        for (int i = 0; i < moves.length; i++) {
            if (moves[i]) {
                add(blob(moves, i), predictions);
            }
        }
        return Map.of("predictions", Map.of("image", Map.of("width", width, "height", height), "predictions", predictions));
    }

    private static void add(Blob blob, List<Map<String, Object>> predictions) {
        int w = blob.right - blob.left + 1;
        int h = blob.bottom - blob.top + 1;
        double filled = blob.pixels / (double) (w * h);
        if (h >= LEAST_HEIGHT && w >= LEAST_WIDTH && filled >= LEAST_FILLED) {
            predictions.add(Map.of("x", (blob.left + w / 2.0) * STEP, "y", (blob.top + h / 2.0) * STEP, "width", w * STEP, "height",
                    h * STEP, "confidence", 0.5 + 0.5 * filled, "class", "person"));
        }
    }

    private static final class Blob {

        private int left = Integer.MAX_VALUE;
        private int top = Integer.MAX_VALUE;
        private int right;
        private int bottom;
        private int pixels;
    }

    /** What hangs together with this pixel, which is taken out of the mask. */
    private Blob blob(boolean[] moves, int start) {
        int w = width / STEP;
        int h = height / STEP;
        Blob blob = new Blob();
        Deque<Integer> open = new ArrayDeque<>(List.of(start));
        moves[start] = false;
        while (!open.isEmpty()) {
            int at = open.pop();
            int x = at % w;
            int y = at / w;
            blob.pixels++;
            blob.left = Math.min(blob.left, x);
            blob.right = Math.max(blob.right, x);
            blob.top = Math.min(blob.top, y);
            blob.bottom = Math.max(blob.bottom, y);
            for (int ny = Math.max(0, y - REACH_Y); ny <= Math.min(h - 1, y + REACH_Y); ny++) {
                for (int nx = Math.max(0, x - REACH_X); nx <= Math.min(w - 1, x + REACH_X); nx++) {
                    if (moves[ny * w + nx]) {
                        moves[ny * w + nx] = false;
                        open.push(ny * w + nx);
                    }
                }
            }
        }
        return blob;
    }
}
