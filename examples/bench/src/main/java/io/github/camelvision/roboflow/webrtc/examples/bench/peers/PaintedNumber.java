package io.github.camelvision.roboflow.webrtc.examples.bench.peers;

import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import java.util.Arrays;

/**
 * The number of a frame as black and white cells, which survive any codec: by it an answer is known to belong to its frame. The image
 * is 20 x 12 cells; rows 1 to 4, columns 1 to 8 hold 24 bits of number and 8 bits of checksum, highest first, as the Python peers
 * read and paint them.
 */
public final class PaintedNumber {

    private static final int COLUMNS = 20;
    private static final int ROWS = 12;
    private static final int BITS = 32;
    private static final int BITS_PER_ROW = 8;
    private static final int BLACK = 16;
    private static final int WHITE = 235;

    private PaintedNumber() {}

    /** Paints one rectangle of a cell. */
    @FunctionalInterface
    public interface Cells {

        void fill(int left, int top, int right, int bottom, boolean white);
    }

    /** Calls the painter for each cell. @param number from 0 to 0xFFFFFF */
    public static void paint(int width, int height, int number, Cells painter) {
        int code = number << 8 | checksum(number);
        for (int bit = 0; bit < BITS; bit++) {
            int column = 1 + bit % BITS_PER_ROW;
            int row = 1 + bit / BITS_PER_ROW;
            painter.fill(column * width / COLUMNS, row * height / ROWS, (column + 1) * width / COLUMNS, (row + 1) * height / ROWS,
                    (code >>> BITS - 1 - bit & 1) == 1);
        }
    }

    /** A copy of the frame with this number. */
    static Frame painted(Frame frame, int number) {
        byte[] i420 = frame.i420().clone();
        int width = frame.width();
        paint(width, frame.height(), number, (left, top, right, bottom, white) -> {
            for (int y = top; y < bottom; y++) {
                Arrays.fill(i420, y * width + left, y * width + right, (byte) (white ? WHITE : BLACK));
            }
        });
        return Frame.ofI420(width, frame.height(), i420, Frame.NO_PTS);
    }

    /** The number, or -1 when the frame carries none. */
    static int read(Frame frame) {
        int code = 0;
        for (int bit = 0; bit < BITS; bit++) {
            int column = 1 + bit % BITS_PER_ROW;
            int row = 1 + bit / BITS_PER_ROW;
            int left = (4 * column + 1) * frame.width() / (4 * COLUMNS);
            int top = (4 * row + 1) * frame.height() / (4 * ROWS);
            int mean = mean(frame, left, top, Math.max(left + 1, (4 * column + 3) * frame.width() / (4 * COLUMNS)),
                    Math.max(top + 1, (4 * row + 3) * frame.height() / (4 * ROWS)));
            code = code << 1 | (mean >= 128 ? 1 : 0);
        }
        int number = code >>> 8;
        return (code & 0xFF) == checksum(number) ? number : -1;
    }

    private static int mean(Frame frame, int left, int top, int right, int bottom) {
        long sum = 0;
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                sum += frame.i420()[y * frame.width() + x] & 0xFF;
            }
        }
        return (int) (sum / ((long) (right - left) * (bottom - top)));
    }

    private static int checksum(int number) {
        return (number * 0x9E3779B1 >>> 24) ^ 0x5A;
    }
}
