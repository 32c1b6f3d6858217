package io.github.camelvision.roboflow.webrtc.core.media;

import io.github.camelvision.roboflow.webrtc.core.error.NativeException;
import java.nio.ByteBuffer;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;

/** A native frame that lives for one call of one thread: planes with padded rows, freed by {@link #close}. */
public final class NativeFrame implements AutoCloseable {

    private final AVFrame frame;

    private NativeFrame() {
        this(Ffmpeg.allocated(avutil.av_frame_alloc(), "a frame"));
    }

    private NativeFrame(AVFrame frame) {
        this.frame = frame;
    }

    /** A view of somebody else's frame; do not close it. */
    static NativeFrame borrowed(AVFrame frame) {
        return new NativeFrame(frame);
    }

    /** One without planes, for a decoder to fill. */
    static NativeFrame empty() {
        return new NativeFrame();
    }

    /** One with planes of its own, whose contents are undefined. */
    public static NativeFrame of(int pixelFormat, int width, int height) {
        NativeFrame made = new NativeFrame();
        made.frame.format(pixelFormat).width(width).height(height);
        int error = avutil.av_frame_get_buffer(made.frame, 0);
        if (error < 0) {
            made.close();
            throw new NativeException("FFmpeg could not allocate a frame of " + width + "x" + height + ": " + Ffmpeg.message(error));
        }
        return made;
    }

    /** A copy of three I420 planes laid out as in {@link Frame#i420()}. */
    public static NativeFrame ofI420(int pixelFormat, int width, int height, byte[] i420) {
        NativeFrame made = of(pixelFormat, width, height);
        int chromaWidth = (width + 1) / 2;
        int chromaHeight = (height + 1) / 2;
        int offsetU = width * height;
        made.write(0, i420, 0, width, height);
        made.write(1, i420, offsetU, chromaWidth, chromaHeight);
        made.write(2, i420, offsetU + chromaWidth * chromaHeight, chromaWidth, chromaHeight);
        return made;
    }

    /** FFmpeg's structure; gone after {@link #close}. */
    public AVFrame av() {
        return frame;
    }

    /** Copies {@code rows} rows of {@code rowBytes} bytes without padding into a plane. */
    void write(int plane, byte[] source, int offset, int rowBytes, int rows) {
        int stride = frame.linesize(plane);
        ByteBuffer memory = plane(plane, stride, rows);
        if (stride == rowBytes) {
            memory.put(0, source, offset, rowBytes * rows);
            return;
        }
        for (int row = 0; row < rows; row++) {
            memory.put(row * stride, source, offset + row * rowBytes, rowBytes);
        }
    }

    /** Copies a plane's rows out, without padding. */
    void read(int plane, byte[] target, int offset, int rowBytes, int rows) {
        int stride = frame.linesize(plane);
        ByteBuffer memory = plane(plane, stride, rows);
        if (stride == rowBytes) {
            memory.get(0, target, offset, rowBytes * rows);
            return;
        }
        for (int row = 0; row < rows; row++) {
            memory.get(row * stride, target, offset + row * rowBytes, rowBytes);
        }
    }

    /** The three planes of a 4:2:0 frame as in {@link Frame#i420()}. */
    byte[] readI420() {
        int width = frame.width();
        int height = frame.height();
        int chromaWidth = (width + 1) / 2;
        int chromaHeight = (height + 1) / 2;
        byte[] i420 = new byte[Frame.sizeOf(width, height)];
        read(0, i420, 0, width, height);
        read(1, i420, width * height, chromaWidth, chromaHeight);
        read(2, i420, width * height + chromaWidth * chromaHeight, chromaWidth, chromaHeight);
        return i420;
    }

    private ByteBuffer plane(int plane, int stride, int rows) {
        return frame.data(plane).capacity((long) stride * rows).asByteBuffer();
    }

    @Override
    public void close() {
        avutil.av_frame_free(frame);
    }
}
