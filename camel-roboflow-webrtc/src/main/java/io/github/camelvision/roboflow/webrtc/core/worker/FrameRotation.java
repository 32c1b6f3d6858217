package io.github.camelvision.roboflow.webrtc.core.worker;

import io.github.camelvision.roboflow.webrtc.core.media.Frame;

/** Turns pictures by quarter turns: files of mobile phones tell a rotation instead of storing the picture upright. */
final class FrameRotation {

    private FrameRotation() {
    }

    /** @param clockwise degrees: 0, 90, 180 or 270 */
    static Frame rotate(Frame frame, int clockwise) {
        if (clockwise == 0) {
            return frame;
        }
        boolean turned = clockwise != 180;
        int width = turned ? frame.height() : frame.width();
        int height = turned ? frame.width() : frame.height();
        byte[] target = new byte[Frame.sizeOf(width, height)];
        Frame result = Frame.ofI420(width, height, target, frame.pts());
        plane(frame.i420(), 0, frame.width(), frame.height(), target, 0, clockwise);
        plane(frame.i420(), frame.offsetU(), frame.chromaWidth(), frame.chromaHeight(), target, result.offsetU(), clockwise);
        plane(frame.i420(), frame.offsetV(), frame.chromaWidth(), frame.chromaHeight(), target, result.offsetV(), clockwise);
        return result;
    }

    private static void plane(byte[] from, int fromOffset, int width, int height, byte[] to, int toOffset, int clockwise) {
        // where the source's (0,0) lands, and how far the next column and the next row are from there
        int start;
        int nextColumn;
        int nextRow;
        switch (clockwise) {
            case 90:
                start = height - 1;
                nextColumn = height;
                nextRow = -1;
                break;
            case 180:
                start = width * height - 1;
                nextColumn = -1;
                nextRow = -width;
                break;
            case 270:
                start = (width - 1) * height;
                nextColumn = -height;
                nextRow = 1;
                break;
            default:
                throw new IllegalArgumentException("Not a quarter turn: " + clockwise);
        }
        int source = fromOffset;
        for (int y = 0; y < height; y++) {
            int target = toOffset + start + y * nextRow;
            for (int x = 0; x < width; x++) {
                to[target] = from[source++];
                target += nextColumn;
            }
        }
    }
}
