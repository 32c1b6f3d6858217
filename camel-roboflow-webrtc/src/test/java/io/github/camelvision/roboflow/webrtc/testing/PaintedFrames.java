package io.github.camelvision.roboflow.webrtc.testing;

import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Test frames that carry their number, so that a test knows exactly which frame was lost, doubled or paired wrongly.
 *
 * <p>The frame is 20 x 12 cells; rows 1-4, columns 1-8 hold 32 black or white ones: 24 bits of number, 8 of checksum, highest first.
 * Cells are parts of the frame's size, so a frame that was scaled on its way is still readable, and from 640x480 up they are
 * at least 32x40 pixels, which survives VP8 at low bitrates. The rest is a textured, coloured background that moves with the number.
 */
public final class PaintedFrames {

    /** Numbers are 0 to this. */
    public static final int MAX_NUMBER = 0xFFFFFF;
    /** 90 kHz ticks between two numbers: 30 frames per second. */
    public static final long TICKS = 3_000;

    private static final int GRID_COLUMNS = 20;
    private static final int GRID_ROWS = 12;
    private static final int BITS_PER_ROW = 8;
    private static final int BITS = 32;
    private static final int BLACK = 16;
    private static final int WHITE = 235;
    private static final Map<Long, Background> BACKGROUNDS = new ConcurrentHashMap<>();

    private PaintedFrames() {}

    /** The same arguments give the same bytes. The frame's pts is {@code number * TICKS}. */
    public static Frame paint(int number, int width, int height) {
        if (number < 0 || number > MAX_NUMBER) {
            throw new IllegalArgumentException("Painted numbers are 0 to " + MAX_NUMBER + ", not " + number);
        }
        Background background = BACKGROUNDS.computeIfAbsent((long) width << 32 | height, key -> new Background(width, height));
        byte[] i420 = background.shifted(number);
        int code = number << 8 | checksum(number);
        for (int bit = 0; bit < BITS; bit++) {
            boolean white = (code >>> (BITS - 1 - bit) & 1) == 1;
            fillCell(i420, width, height, 1 + bit % BITS_PER_ROW, 1 + bit / BITS_PER_ROW, (byte) (white ? WHITE : BLACK));
        }
        return Frame.ofI420(width, height, i420, number * TICKS);
    }

    /** The painted number, or -1 when the frame carries none that can be trusted. */
    public static int read(Frame frame) {
        int code = 0;
        for (int bit = 0; bit < BITS; bit++) {
            int luma = cellMean(frame, 1 + bit % BITS_PER_ROW, 1 + bit / BITS_PER_ROW);
            if (luma > 96 && luma < 160) {
                return -1;
            }
            code = code << 1 | (luma >= 160 ? 1 : 0);
        }
        int number = code >>> 8;
        return (code & 0xFF) == checksum(number) ? number : -1;
    }

    /** Never 0 for 0 nor 0xFF for all ones, so plain frames carry no number. */
    private static int checksum(int number) {
        return (number * 0x9E3779B1 >>> 24) ^ 0x5A;
    }

    private static void fillCell(byte[] i420, int width, int height, int column, int row, byte luma) {
        int left = column * width / GRID_COLUMNS;
        int right = (column + 1) * width / GRID_COLUMNS;
        int top = row * height / GRID_ROWS;
        int bottom = (row + 1) * height / GRID_ROWS;
        for (int y = top; y < bottom; y++) {
            Arrays.fill(i420, y * width + left, y * width + right, luma);
        }
        int chromaWidth = (width + 1) / 2;
        int chromaHeight = (height + 1) / 2;
        int plane = width * height;
        for (int y = top / 2; y < (bottom + 1) / 2; y++) {
            int from = plane + y * chromaWidth + left / 2;
            int to = plane + y * chromaWidth + (right + 1) / 2;
            Arrays.fill(i420, from, to, (byte) 128);
            Arrays.fill(i420, from + chromaWidth * chromaHeight, to + chromaWidth * chromaHeight, (byte) 128);
        }
    }

    /** Mean luma of the cell's middle: its edges blur in compression and scaling. */
    private static int cellMean(Frame frame, int column, int row) {
        int width = frame.width();
        int height = frame.height();
        int left = (4 * column + 1) * width / (4 * GRID_COLUMNS);
        int right = Math.max(left + 1, (4 * column + 3) * width / (4 * GRID_COLUMNS));
        int top = (4 * row + 1) * height / (4 * GRID_ROWS);
        int bottom = Math.max(top + 1, (4 * row + 3) * height / (4 * GRID_ROWS));
        byte[] y = frame.i420();
        long sum = 0;
        for (int line = top; line < bottom; line++) {
            for (int x = left; x < right; x++) {
                sum += y[line * width + x] & 0xFF;
            }
        }
        return (int) (sum / ((long) (right - left) * (bottom - top)));
    }

    /** A texture that repeats horizontally, each row kept twice so that any shift is one copy. */
    private static final class Background {
        private final int width;
        private final int height;
        private final byte[] luma;
        private final byte[] u;
        private final byte[] v;

        Background(int width, int height) {
            this.width = width;
            this.height = height;
            int chromaWidth = (width + 1) / 2;
            int chromaHeight = (height + 1) / 2;
            luma = new byte[2 * width * height];
            u = new byte[2 * chromaWidth * chromaHeight];
            v = new byte[2 * chromaWidth * chromaHeight];
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    put(luma, width, x, y, 126 + 45 * wave(x, width, 3, y / 60.0) + 25 * wave(x, width, 11, -y / 17.0) + texture(x, y));
                }
            }
            for (int y = 0; y < chromaHeight; y++) {
                for (int x = 0; x < chromaWidth; x++) {
                    put(u, chromaWidth, x, y, 128 + 50 * wave(x, chromaWidth, 2, y / 40.0));
                    put(v, chromaWidth, x, y, 128 + 50 * wave(x, chromaWidth, 5, -y / 55.0));
                }
            }
        }

        byte[] shifted(int number) {
            int chromaWidth = (width + 1) / 2;
            int chromaHeight = (height + 1) / 2;
            int shift = (int) (number * 2L % chromaWidth);
            byte[] i420 = new byte[Frame.sizeOf(width, height)];
            copy(luma, width, height, 2 * shift % width, i420, 0);
            copy(u, chromaWidth, chromaHeight, shift, i420, width * height);
            copy(v, chromaWidth, chromaHeight, shift, i420, width * height + chromaWidth * chromaHeight);
            return i420;
        }

        private static void copy(byte[] plane, int width, int height, int shift, byte[] i420, int offset) {
            for (int y = 0; y < height; y++) {
                System.arraycopy(plane, 2 * y * width + shift, i420, offset + y * width, width);
            }
        }

        private static void put(byte[] plane, int width, int x, int y, double value) {
            byte pixel = (byte) Math.max(BLACK, Math.min(WHITE, Math.round(value)));
            plane[2 * y * width + x] = pixel;
            plane[2 * y * width + width + x] = pixel;
        }

        private static double wave(int x, int width, int periods, double phase) {
            return Math.sin(2 * Math.PI * periods * x / width + phase);
        }

        /** Blocks of 4x4 pixels, each lighter or darker by up to 12. */
        private static int texture(int x, int y) {
            int hash = (x / 4 * 0x85EBCA6B ^ y / 4 * 0xC2B2AE35) * 0x27D4EB2F;
            return (hash >>> 24) % 25 - 12;
        }
    }
}
