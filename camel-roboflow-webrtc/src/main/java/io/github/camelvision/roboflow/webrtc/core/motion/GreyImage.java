package io.github.camelvision.roboflow.webrtc.core.motion;

import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import java.util.Arrays;

/**
 * A small grey image.
 *
 * @param pixels brightness row by row, unsigned; not copied
 */
record GreyImage(int width, int height, byte[] pixels) {

    /** As in Frigate ({@code frame_height}): a person is still many pixels, and noise is averaged away. */
    private static final int HEIGHT = 100;

    /** Of a frame, with {@value #HEIGHT} to 199 rows, or fewer if the frame has fewer: each pixel is the mean of a square. */
    static GreyImage of(Frame frame) {
        int square = Math.max(1, Math.min(frame.height() / HEIGHT, frame.width()));
        int width = frame.width() / square;
        int height = frame.height() / square;
        byte[] luma = frame.i420();
        byte[] pixels = new byte[width * height];
        int[] sums = new int[width];
        for (int y = 0; y < height; y++) {
            Arrays.fill(sums, 0);
            for (int row = y * square; row < (y + 1) * square; row++) {
                int at = row * frame.width();
                for (int x = 0; x < width; x++) {
                    int sum = 0;
                    for (int i = 0; i < square; i++) {
                        sum += luma[at++] & 0xFF;
                    }
                    sums[x] += sum;
                }
            }
            for (int x = 0; x < width; x++) {
                pixels[y * width + x] = (byte) (sums[x] / (square * square));
            }
        }
        return new GreyImage(width, height, pixels);
    }

    int at(int index) {
        return pixels[index] & 0xFF;
    }
}
