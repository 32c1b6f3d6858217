package io.github.camelvision.roboflow.webrtc.core.media;

/** A part of a frame. */
public final class FrameCrop {

    private FrameCrop() {}

    /**
     * The part of the frame inside of a box, on even pixels, with what lies outside of the frame left out.
     *
     * @return at least 2 x 2 pixels, or the frame where that is smaller; its pts is that of the frame
     */
    public static Frame of(Frame frame, double left, double top, double right, double bottom) {
        int x = start(left, frame.width());
        int y = start(top, frame.height());
        int width = length(right, x, frame.width());
        int height = length(bottom, y, frame.height());
        byte[] from = frame.i420();
        byte[] to = new byte[Frame.sizeOf(width, height)];
        int chromaWidth = (frame.width() + 1) / 2;
        int chromaHeight = (frame.height() + 1) / 2;
        int luma = frame.width() * frame.height();
        int at = copy(from, y * frame.width() + x, frame.width(), to, 0, width, height);
        int chroma = y / 2 * chromaWidth + x / 2;
        at = copy(from, luma + chroma, chromaWidth, to, at, (width + 1) / 2, (height + 1) / 2);
        copy(from, luma + chromaWidth * chromaHeight + chroma, chromaWidth, to, at, (width + 1) / 2, (height + 1) / 2);
        return Frame.ofI420(width, height, to, frame.pts());
    }

    private static int start(double edge, int size) {
        return (int) Math.max(0, Math.min(edge, size - 2.0)) & ~1;
    }

    private static int length(double end, int start, int size) {
        return Math.min(size - start, Math.max(2, (int) Math.ceil(Math.min(end, size)) - start));
    }

    private static int copy(byte[] from, int offset, int stride, byte[] to, int at, int width, int height) {
        for (int row = 0; row < height; row++) {
            System.arraycopy(from, offset + row * stride, to, at + row * width, width);
        }
        return at + width * height;
    }
}
