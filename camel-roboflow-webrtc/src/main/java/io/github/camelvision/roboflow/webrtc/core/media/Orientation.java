package io.github.camelvision.roboflow.webrtc.core.media;

/**
 * The eight ways in which an image may have been stored: turned by quarter turns, and mirrored. Named by what is to be done with it,
 * in this order: swap rows and columns, mirror left and right, mirror top and bottom.
 */
public enum Orientation {

    UPRIGHT(false, false, false),
    MIRRORED(false, true, false),
    HALF_TURN(false, true, true),
    UPSIDE_DOWN(false, false, true),
    TRANSPOSED(true, false, false),
    /** A quarter turn clockwise makes it upright. */
    CLOCKWISE(true, true, false),
    TRANSVERSED(true, true, true),
    /** A quarter turn counter-clockwise makes it upright. */
    COUNTER_CLOCKWISE(true, false, true);

    /** In the order of the numbers 1 to 8 of TIFF and EXIF. */
    private static final Orientation[] EXIF = {UPRIGHT, MIRRORED, HALF_TURN, UPSIDE_DOWN, TRANSPOSED, CLOCKWISE, TRANSVERSED,
            COUNTER_CLOCKWISE};

    private final boolean swap;
    private final boolean mirror;
    private final boolean flip;

    Orientation(boolean swap, boolean mirror, boolean flip) {
        this.swap = swap;
        this.mirror = mirror;
        this.flip = flip;
    }

    /** @param number the tag Orientation of EXIF, 1 to 8; anything else counts as upright */
    public static Orientation ofExif(int number) {
        return number >= 1 && number <= EXIF.length ? EXIF[number - 1] : UPRIGHT;
    }

    /** @param clockwise degrees by which to turn it, a multiple of 90 */
    public static Orientation ofTurn(int clockwise) {
        return switch (Math.floorMod(clockwise, 360)) {
            case 0 -> UPRIGHT;
            case 90 -> CLOCKWISE;
            case 180 -> HALF_TURN;
            case 270 -> COUNTER_CLOCKWISE;
            default -> throw new IllegalArgumentException("Not a quarter turn: " + clockwise);
        };
    }

    /**
     * From a display matrix, whose upper left part maps a stored point to the shown one: x' = a x + c y, y' = b x + d y. Angles between
     * quarter turns are not shown: they count as the axes' directions say.
     */
    public static Orientation ofMatrix(long a, long b, long c, long d) {
        boolean swap = Math.abs(b) + Math.abs(c) > Math.abs(a) + Math.abs(d);
        boolean mirror = (swap ? c : a) < 0;
        boolean flip = (swap ? b : d) < 0;
        for (Orientation each : EXIF) {
            if (each.swap == swap && each.mirror == mirror && each.flip == flip) {
                return each;
            }
        }
        throw new IllegalStateException("Not one of eight");
    }

    /** The opposite of {@link #ofMatrix}: a, b, c, d, each -1, 0 or 1. */
    int[] matrix() {
        int x = mirror ? -1 : 1;
        int y = flip ? -1 : 1;
        return swap ? new int[] {0, y, x, 0} : new int[] {x, 0, 0, y};
    }

    /** The image as it is to be shown, with the same pts; the same frame when it is upright. */
    public Frame applyTo(Frame frame) {
        if (this == UPRIGHT) {
            return frame;
        }
        int width = swap ? frame.height() : frame.width();
        int height = swap ? frame.width() : frame.height();
        byte[] from = frame.i420();
        byte[] to = new byte[from.length];
        plane(from, 0, frame.width(), frame.height(), to);
        plane(from, frame.offsetU(), frame.chromaWidth(), frame.chromaHeight(), to);
        plane(from, frame.offsetV(), frame.chromaWidth(), frame.chromaHeight(), to);
        return Frame.ofI420(width, height, to, frame.pts());
    }

    /** The plane keeps its offset, because swapping turns width and height of all planes alike. */
    private void plane(byte[] from, int offset, int width, int height, byte[] to) {
        int shownWidth = swap ? height : width;
        int shownHeight = swap ? width : height;
        int nextX = mirror ? -1 : 1;
        int nextY = flip ? -shownWidth : shownWidth;
        int start = offset + (mirror ? shownWidth - 1 : 0) + (flip ? (shownHeight - 1) * shownWidth : 0);
        int nextColumn = swap ? nextY : nextX;
        int nextRow = swap ? nextX : nextY;
        for (int y = 0; y < height; y++) {
            int target = start + y * nextRow;
            int source = offset + y * width;
            for (int x = 0; x < width; x++) {
                to[target] = from[source + x];
                target += nextColumn;
            }
        }
    }
}
