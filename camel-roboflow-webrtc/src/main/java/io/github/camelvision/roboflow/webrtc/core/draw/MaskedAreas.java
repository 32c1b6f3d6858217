package io.github.camelvision.roboflow.webrtc.core.draw;

import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import java.util.List;
import java.util.function.UnaryOperator;

/** Hides areas of frames: what is in them is gone. Safe for use from any thread. */
public final class MaskedAreas implements UnaryOperator<Frame> {

    /** A corner, in pixels or as a part of the frame. */
    public record Corner(double x, double y) {}

    private static final byte BLACK = 16;
    private static final byte GREY = (byte) 128;
    /** Blocks of this part of the frame's shorter side have one colour each. */
    private static final int BLOCKS = 16;

    private final List<List<Corner>> areas;
    private final boolean relative;
    private final boolean blurred;
    private volatile Cover cover;

    /**
     * @param areas polygons
     * @param relative whether corners are parts of the frame, 0 to 1; else pixels
     * @param blurred whether areas become coarse blocks of their colours; else they become black
     */
    public MaskedAreas(List<List<Corner>> areas, boolean relative, boolean blurred) {
        this.areas = areas.stream().map(List::copyOf).toList();
        this.relative = relative;
        this.blurred = blurred;
    }

    /** Which samples of frames of one size are hidden. */
    private record Cover(int width, int height, boolean[] luma, boolean[] chroma) {}

    /** The frame with its areas hidden; the frame that was given stays as it is. */
    @Override
    public Frame apply(Frame frame) {
        Cover hidden = cover(frame.width(), frame.height());
        byte[] i420 = frame.i420().clone();
        int block = blurred ? Math.max(2, Math.min(frame.width(), frame.height()) / BLOCKS & ~1) : 0;
        hide(i420, 0, frame.width(), frame.height(), hidden.luma(), BLACK, block);
        hide(i420, frame.offsetU(), frame.chromaWidth(), frame.chromaHeight(), hidden.chroma(), GREY, block / 2);
        hide(i420, frame.offsetV(), frame.chromaWidth(), frame.chromaHeight(), hidden.chroma(), GREY, block / 2);
        return Frame.ofI420(frame.width(), frame.height(), i420, frame.pts());
    }

    /** @param block 0: one value for all */
    private static void hide(byte[] plane, int offset, int width, int height, boolean[] hidden, byte value, int block) {
        if (block == 0) {
            for (int i = 0; i < hidden.length; i++) {
                plane[offset + i] = hidden[i] ? value : plane[offset + i];
            }
            return;
        }
        for (int top = 0; top < height; top += block) {
            for (int left = 0; left < width; left += block) {
                average(plane, offset, width, hidden, left, top, Math.min(width, left + block), Math.min(height, top + block));
            }
        }
    }

    private static void average(byte[] plane, int offset, int width, boolean[] hidden, int left, int top, int right, int bottom) {
        long sum = 0;
        int count = 0;
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                if (hidden[y * width + x]) {
                    sum += plane[offset + y * width + x] & 0xFF;
                    count++;
                }
            }
        }
        for (int y = top; count > 0 && y < bottom; y++) {
            for (int x = left; x < right; x++) {
                if (hidden[y * width + x]) {
                    plane[offset + y * width + x] = (byte) (sum / count);
                }
            }
        }
    }

    private Cover cover(int width, int height) {
        Cover known = cover;
        if (known != null && known.width() == width && known.height() == height) {
            return known;
        }
        int chromaWidth = (width + 1) / 2;
        Cover made = new Cover(width, height, new boolean[width * height], new boolean[chromaWidth * ((height + 1) / 2)]);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                if (inside(x + 0.5, y + 0.5, width, height)) {
                    made.luma()[y * width + x] = true;
                    made.chroma()[y / 2 * chromaWidth + x / 2] = true;
                }
            }
        }
        cover = made;
        return made;
    }

    private boolean inside(double x, double y, int width, int height) {
        double scaleX = relative ? width : 1;
        double scaleY = relative ? height : 1;
        return areas.stream().anyMatch(area -> inside(area, x / scaleX, y / scaleY));
    }

    /** Even-odd rule. */
    private static boolean inside(List<Corner> area, double x, double y) {
        boolean in = false;
        Corner before = area.get(area.size() - 1);
        for (Corner corner : area) {
            if (corner.y() > y != before.y() > y
                    && x < (before.x() - corner.x()) * (y - corner.y()) / (before.y() - corner.y()) + corner.x()) {
                in = !in;
            }
            before = corner;
        }
        return in;
    }
}
