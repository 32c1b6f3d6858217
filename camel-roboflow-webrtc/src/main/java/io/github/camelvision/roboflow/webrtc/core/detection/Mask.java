package io.github.camelvision.roboflow.webrtc.core.detection;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;

/**
 * The pixels of one object, run-length encoded as COCO does it: {@code {"size":[height,width],"counts":…}}, where the counts are the
 * lengths of runs column by column, outside and inside in turn, as a list or in COCO's compressed text. Immutable.
 */
public final class Mask {

    /** As for images. */
    private static final long MAX_PIXELS = 64_000_000;
    private static final int MAX_GROUPS = 7;

    private final int width;
    private final int height;
    /** Pixel index, column by column, after each run; runs at odd positions are inside. */
    private final int[] ends;

    private Mask(int width, int height, int[] ends) {
        this.width = width;
        this.height = height;
        this.ends = ends;
    }

    /** Takes vertical lines of a mask. */
    @FunctionalInterface
    public interface Lines {
        /**
         * @param top first row inside
         * @param bottom row after the last one inside
         */
        void line(int x, int top, int bottom);
    }

    /** Null when the node is no such mask, or a damaged one. */
    static Mask of(JsonNode node) {
        JsonNode size = node.path("size");
        JsonNode counts = node.path("counts");
        if (!size.isArray() || size.size() != 2 || !size.get(0).isInt() || !size.get(1).isInt()
                || !counts.isArray() && !counts.isTextual()) {
            return null;
        }
        int height = size.get(0).intValue();
        int width = size.get(1).intValue();
        if (width <= 0 || height <= 0 || (long) width * height > MAX_PIXELS) {
            return null;
        }
        long[] lengths = counts.isArray() ? list(counts) : text(counts.textValue());
        int[] ends = lengths == null ? null : ends(lengths, width * height);
        return ends == null ? null : new Mask(width, height, ends);
    }

    private static int[] ends(long[] lengths, int pixels) {
        int[] ends = new int[lengths.length];
        long end = 0;
        for (int i = 0; i < lengths.length; i++) {
            if (lengths[i] < 0 || lengths[i] > pixels - end) {
                return null;
            }
            end += lengths[i];
            ends[i] = (int) end;
        }
        return ends;
    }

    private static long[] list(JsonNode counts) {
        long[] lengths = new long[counts.size()];
        for (int i = 0; i < lengths.length; i++) {
            lengths[i] = counts.get(i).isIntegralNumber() ? counts.get(i).longValue() : -1;
        }
        return lengths;
    }

    /**
     * Five bits to a character from '0' on, lowest first, the sixth says that more follow, the last one's highest bit is the sign; from
     * the fourth length on each is the difference to the one two before.
     */
    private static long[] text(String counts) {
        long[] lengths = new long[counts.length()];
        int n = 0;
        int at = 0;
        while (at < counts.length()) {
            long value = 0;
            int group = 0;
            boolean more = true;
            while (more) {
                if (at == counts.length() || group == MAX_GROUPS) {
                    return null;
                }
                int bits = counts.charAt(at++) - '0';
                if (bits < 0 || bits > 0x3F) {
                    return null;
                }
                value |= (long) (bits & 0x1F) << 5 * group++;
                more = (bits & 0x20) != 0;
                if (!more && (bits & 0x10) != 0) {
                    value |= -1L << 5 * group;
                }
            }
            lengths[n] = n > 2 ? value + lengths[n - 2] : value;
            n++;
        }
        return Arrays.copyOf(lengths, n);
    }

    /** Width of the frame that the mask refers to. */
    public int width() {
        return width;
    }

    /** Height of the frame that the mask refers to. */
    public int height() {
        return height;
    }

    /** Pixels inside. */
    public int area() {
        int area = 0;
        for (int i = 1; i < ends.length; i += 2) {
            area += ends[i] - ends[i - 1];
        }
        return area;
    }

    /** Whether a pixel is inside; false outside the frame. */
    public boolean contains(int x, int y) {
        if (x < 0 || y < 0 || x >= width || y >= height) {
            return false;
        }
        int pixel = x * height + y;
        int run = Arrays.binarySearch(ends, pixel + 1);
        run = run < 0 ? -run - 1 : firstOf(run);
        return run < ends.length && run % 2 == 1;
    }

    /** Empty runs have the same end as the one before: the pixel belongs to the first of them. */
    private int firstOf(int run) {
        int first = run;
        while (first > 0 && ends[first - 1] == ends[run]) {
            first--;
        }
        return first;
    }

    /** Tells all lines, from left to right and from top to bottom. */
    public void forEachLine(Lines lines) {
        for (int i = 1; i < ends.length; i += 2) {
            int from = ends[i - 1];
            while (from < ends[i]) {
                int x = from / height;
                int to = Math.min(ends[i], (x + 1) * height);
                lines.line(x, from - x * height, to - x * height);
                from = to;
            }
        }
    }

    /** Tells the lines of one column, from top to bottom: for who shows fewer columns than there are. */
    public void forEachLineOf(int column, Lines lines) {
        int begin = column * height;
        int end = begin + height;
        int run = Arrays.binarySearch(ends, begin + 1);
        run = run < 0 ? -run - 1 : firstOf(run);
        for (int from = begin; run < ends.length && from < end; run++) {
            int to = Math.min(ends[run], end);
            if (run % 2 == 1 && to > from) {
                lines.line(column, from - begin, to - begin);
            }
            from = to;
        }
    }

    @Override
    public String toString() {
        return "Mask[" + width + "x" + height + ", area=" + area() + "]";
    }
}
