package io.github.camelvision.roboflow.webrtc.core.worker;

import io.github.camelvision.roboflow.webrtc.core.error.SourceException;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;

/**
 * Copies FFmpeg's pictures into frames of the Java heap, converting what is not I420 of limited range. Keeps its converter between
 * pictures, so it belongs to one thread.
 */
final class I420Copier implements AutoCloseable {

    /** 64 megapixels: more is an attack or an error. */
    private static final long MAX_PIXELS = 64L * 1024 * 1024;
    private static final int SWS_BILINEAR = 2;

    private SwsContext converter;
    private AVFrame converted;

    /** @throws SourceException when the picture is too large or has a format that cannot be converted */
    Frame copy(AVFrame picture, long pts) {
        int width = picture.width();
        int height = picture.height();
        if (width <= 0 || height <= 0 || (long) width * height > MAX_PIXELS) {
            throw new SourceException("A picture of " + width + "x" + height + " pixels is not processed (at most 64 megapixels)", false);
        }
        AVFrame planar = picture.format() == avutil.AV_PIX_FMT_YUV420P && picture.color_range() != avutil.AVCOL_RANGE_JPEG
                && picture.linesize(0) > 0 ? picture : convert(picture, width, height);
        Frame frame = Frame.ofI420(width, height, new byte[Frame.sizeOf(width, height)], pts);
        plane(planar, 0, width, height, frame.i420(), 0);
        plane(planar, 1, frame.chromaWidth(), frame.chromaHeight(), frame.i420(), frame.offsetU());
        plane(planar, 2, frame.chromaWidth(), frame.chromaHeight(), frame.i420(), frame.offsetV());
        return frame;
    }

    private AVFrame convert(AVFrame picture, int width, int height) {
        int format = picture.format();
        if (format == avutil.AV_PIX_FMT_YUV420P && picture.color_range() == avutil.AVCOL_RANGE_JPEG) {
            // the old name of the same layout in full range, which tells the converter to compress the range
            format = avutil.AV_PIX_FMT_YUVJ420P;
        }
        converter = swscale.sws_getCachedContext(converter, width, height, format, width, height, avutil.AV_PIX_FMT_YUV420P, SWS_BILINEAR,
                null, null, (DoublePointer) null);
        if (converter == null || converter.isNull()) {
            throw new SourceException("Pictures in FFmpeg's pixel format " + format + " cannot be converted", false);
        }
        if (converted == null || converted.width() != width || converted.height() != height) {
            allocate(width, height);
        }
        swscale.sws_scale(converter, picture.data(), picture.linesize(), 0, height, converted.data(), converted.linesize());
        return converted;
    }

    private void allocate(int width, int height) {
        freePicture();
        converted = avutil.av_frame_alloc();
        converted.format(avutil.AV_PIX_FMT_YUV420P);
        converted.width(width);
        converted.height(height);
        if (avutil.av_frame_get_buffer(converted, 0) < 0) {
            throw new SourceException("No memory for a picture of " + width + "x" + height + " pixels", false);
        }
    }

    private static void plane(AVFrame picture, int index, int width, int height, byte[] target, int offset) {
        int stride = picture.linesize(index);
        BytePointer plane = new BytePointer(picture.data(index)).capacity((long) stride * height);
        if (stride == width) {
            plane.position(0).get(target, offset, width * height);
            return;
        }
        for (int row = 0; row < height; row++) {
            plane.position((long) row * stride).get(target, offset + row * width, width);
        }
    }

    private void freePicture() {
        if (converted != null) {
            avutil.av_frame_free(converted);
            converted = null;
        }
    }

    @Override
    public void close() {
        freePicture();
        if (converter != null) {
            swscale.sws_freeContext(converter);
            converter = null;
        }
    }
}
