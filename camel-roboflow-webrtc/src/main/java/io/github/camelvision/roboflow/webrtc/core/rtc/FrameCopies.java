package io.github.camelvision.roboflow.webrtc.core.rtc;

import dev.onvoid.webrtc.media.video.I420Buffer;
import dev.onvoid.webrtc.media.video.NativeI420Buffer;
import dev.onvoid.webrtc.media.video.VideoFrame;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import java.nio.ByteBuffer;

/** Pictures between native memory (planes with strides) and the heap (planes without padding). */
final class FrameCopies {

    private FrameCopies() {
    }

    /** A heap copy, upright: the sender's rotation is applied. The native frame is not released here. */
    static Frame toHeap(VideoFrame frame) {
        I420Buffer buffer = frame.buffer.toI420();
        int width = buffer.getWidth();
        int height = buffer.getHeight();
        int chromaWidth = (width + 1) / 2;
        int chromaHeight = (height + 1) / 2;
        byte[] i420 = new byte[Frame.sizeOf(width, height)];
        int at = read(buffer.getDataY(), buffer.getStrideY(), width, height, i420, 0);
        at = read(buffer.getDataU(), buffer.getStrideU(), chromaWidth, chromaHeight, i420, at);
        read(buffer.getDataV(), buffer.getStrideV(), chromaWidth, chromaHeight, i420, at);
        return rotated(Frame.ofI420(width, height, i420, Frame.NO_PTS), Math.floorMod(frame.rotation, 360));
    }

    /** Fills a native buffer of the same size. */
    static void toNative(Frame frame, NativeI420Buffer buffer) {
        byte[] i420 = frame.i420();
        write(i420, 0, frame.width(), frame.height(), buffer.getDataY(), buffer.getStrideY());
        write(i420, frame.offsetU(), frame.chromaWidth(), frame.chromaHeight(), buffer.getDataU(), buffer.getStrideU());
        write(i420, frame.offsetV(), frame.chromaWidth(), frame.chromaHeight(), buffer.getDataV(), buffer.getStrideV());
    }

    private static int read(ByteBuffer plane, int stride, int width, int height, byte[] to, int offset) {
        if (stride == width) {
            plane.get(0, to, offset, width * height);
        } else {
            for (int row = 0; row < height; row++) {
                plane.get(row * stride, to, offset + row * width, width);
            }
        }
        return offset + width * height;
    }

    private static void write(byte[] from, int offset, int width, int height, ByteBuffer plane, int stride) {
        if (stride == width) {
            plane.put(0, from, offset, width * height);
        } else {
            for (int row = 0; row < height; row++) {
                plane.put(row * stride, from, offset + row * width, width);
            }
        }
    }

    /** @param degrees clockwise: 0, 90, 180 or 270 */
    static Frame rotated(Frame frame, int degrees) {
        if (degrees == 0) {
            return frame;
        }
        boolean swap = degrees != 180;
        int width = swap ? frame.height() : frame.width();
        int height = swap ? frame.width() : frame.height();
        byte[] from = frame.i420();
        byte[] to = new byte[from.length];
        rotatePlane(from, 0, frame.width(), frame.height(), to, degrees);
        rotatePlane(from, frame.offsetU(), frame.chromaWidth(), frame.chromaHeight(), to, degrees);
        rotatePlane(from, frame.offsetV(), frame.chromaWidth(), frame.chromaHeight(), to, degrees);
        return Frame.ofI420(width, height, to, frame.pts());
    }

    /** The plane keeps its offset, because rotating swaps width and height of all planes alike. */
    private static void rotatePlane(byte[] from, int offset, int width, int height, byte[] to, int degrees) {
        int start = degrees == 90 ? height - 1 : degrees == 180 ? width * height - 1 : (width - 1) * height;
        int stepX = degrees == 90 ? height : degrees == 180 ? -1 : -height;
        int stepY = degrees == 90 ? -1 : degrees == 180 ? -width : 1;
        for (int y = 0; y < height; y++) {
            int target = offset + start + y * stepY;
            int source = offset + y * width;
            for (int x = 0; x < width; x++) {
                to[target] = from[source + x];
                target += stepX;
            }
        }
    }
}
