package io.github.camelvision.roboflow.webrtc.core.rtc.engine.video;

import dev.onvoid.webrtc.media.video.I420Buffer;
import dev.onvoid.webrtc.media.video.NativeI420Buffer;
import dev.onvoid.webrtc.media.video.VideoFrame;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.media.Orientation;
import java.nio.ByteBuffer;

/** Frames between native memory (planes with strides) and the heap (planes without padding). */
final class FrameCopies {

    private FrameCopies() {}

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
        return Orientation.ofTurn(frame.rotation).applyTo(Frame.ofI420(width, height, i420, Frame.NO_PTS));
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
}
