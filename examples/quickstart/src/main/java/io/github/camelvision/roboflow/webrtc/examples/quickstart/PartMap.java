package io.github.camelvision.roboflow.webrtc.examples.quickstart;

import java.util.List;

/**
 * A frame divided into parts.
 *
 * @param colors per pixel, row by row: 0 for the belt, dirt and cracks, otherwise 1 + the ordinal of the {@link PartColor}
 * @param labels per pixel: 0 outside parts, otherwise the part's label; cracks and holes belong to their part
 */
record PartMap(int width, int height, byte[] colors, int[] labels, List<PartBlob> blobs) {

    /** Whether a pixel of another part is within {@code radius} pixels (a square) of this place. */
    boolean touchesOther(int x, int y, int label, int radius) {
        for (int ny = Math.max(0, y - radius); ny <= Math.min(height - 1, y + radius); ny++) {
            for (int nx = Math.max(0, x - radius); nx <= Math.min(width - 1, x + radius); nx++) {
                int other = labels[ny * width + nx];
                if (other != 0 && other != label) {
                    return true;
                }
            }
        }
        return false;
    }
}
