package io.github.camelvision.roboflow.webrtc.core.media;

import io.github.camelvision.roboflow.webrtc.core.error.NativeException;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVPixFmtDescriptor;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.DoublePointer;

/**
 * I420 to and from other pixel formats. I420 is BT.601 in limited range (Y 16-235, UV 16-240) as libwebrtc, OpenCV and FFmpeg
 * take it to be; RGB and JPEG are full range. Each call has its own native context: making one costs less than 0.1 ms.
 */
final class PixelConverter {

    private static final int UNITY = 1 << 16;
    private static final int QUALITY = swscale.SWS_BILINEAR | swscale.SWS_ACCURATE_RND | swscale.SWS_FULL_CHR_H_INP;
    private static final byte[] LUMA_TO_FULL = table(16, 219, 0, 255);
    private static final byte[] LUMA_TO_LIMITED = table(0, 255, 16, 219);
    private static final byte[] CHROMA_TO_FULL = table(128, 224, 128, 255);
    private static final byte[] CHROMA_TO_LIMITED = table(128, 255, 128, 224);

    private PixelConverter() {}

    private static byte[] table(int fromZero, double fromSpan, int toZero, double toSpan) {
        byte[] table = new byte[256];
        for (int i = 0; i < table.length; i++) {
            table[i] = (byte) Math.max(0, Math.min(255, Math.round(toZero + (i - fromZero) * toSpan / fromSpan)));
        }
        return table;
    }

    /** A copy with the full value range that JPEG demands. */
    static byte[] toFullRange(byte[] i420, int lumaBytes) {
        return mapped(i420, lumaBytes, LUMA_TO_FULL, CHROMA_TO_FULL, new byte[i420.length]);
    }

    /** In place: the array is the caller's own. */
    static byte[] toLimitedRange(byte[] i420, int lumaBytes) {
        return mapped(i420, lumaBytes, LUMA_TO_LIMITED, CHROMA_TO_LIMITED, i420);
    }

    private static byte[] mapped(byte[] i420, int lumaBytes, byte[] luma, byte[] chroma, byte[] target) {
        for (int i = 0; i < lumaBytes; i++) {
            target[i] = luma[i420[i] & 0xFF];
        }
        for (int i = lumaBytes; i < i420.length; i++) {
            target[i] = chroma[i420[i] & 0xFF];
        }
        return target;
    }

    /** @param pixelFormat a packed format of 3 bytes per pixel; the result has no padding: {@code width*height*3} */
    static byte[] toPacked(Frame frame, int pixelFormat) {
        if (!Ffmpeg.loaded()) {
            return JavaImages.toPacked(frame, pixelFormat == avutil.AV_PIX_FMT_RGB24);
        }
        int width = frame.width();
        int height = frame.height();
        try (NativeFrame source = NativeFrame.ofI420(avutil.AV_PIX_FMT_YUV420P, width, height, frame.i420());
                NativeFrame target = NativeFrame.of(pixelFormat, width, height)) {
            convert(source.av(), avutil.AV_PIX_FMT_YUV420P, false, target.av(), true);
            byte[] packed = new byte[Math.multiplyExact(width * 3, height)];
            target.read(0, packed, 0, width * 3, height);
            return packed;
        }
    }

    /** The reverse of {@link #toPacked}. */
    static Frame fromPacked(int width, int height, byte[] packed, int pixelFormat, long pts) {
        if (width <= 0 || height <= 0 || packed.length != (long) width * height * 3) {
            throw new IllegalArgumentException("A " + width + "x" + height + " image of 3 bytes per pixel has "
                    + 3L * width * height + " bytes, not " + packed.length);
        }
        if (!Ffmpeg.loaded()) {
            return JavaImages.fromPacked(width, height, packed, pixelFormat == avutil.AV_PIX_FMT_RGB24, pts);
        }
        try (NativeFrame source = NativeFrame.of(pixelFormat, width, height)) {
            source.write(0, packed, 0, width * 3, height);
            return Frame.ofI420(width, height, toI420(source), pts);
        }
    }

    /** Any frame of FFmpeg's as I420; alpha is dropped. */
    static byte[] toI420(NativeFrame source) {
        AVFrame av = source.av();
        int format = withoutRange(av.format());
        boolean full = format != av.format() || av.color_range() == avutil.AVCOL_RANGE_JPEG || alwaysFull(format);
        if (format == avutil.AV_PIX_FMT_YUV420P || format == avutil.AV_PIX_FMT_YUVA420P) {
            byte[] i420 = source.readI420();
            return full ? toLimitedRange(i420, av.width() * av.height()) : i420;
        }
        try (NativeFrame target = NativeFrame.of(avutil.AV_PIX_FMT_YUV420P, av.width(), av.height())) {
            convert(av, format, full, target.av(), false);
            return target.readI420();
        }
    }

    private static void convert(AVFrame source, int sourceFormat, boolean sourceFull, AVFrame target, boolean targetFull) {
        SwsContext context = swscale.sws_getContext(source.width(), source.height(), sourceFormat, target.width(), target.height(),
                target.format(), QUALITY, null, null, (DoublePointer) null);
        if (context == null) {
            throw new NativeException("FFmpeg cannot convert pixel format " + sourceFormat + " to " + target.format());
        }
        try {
            swscale.sws_setColorspaceDetails(context, swscale.sws_getCoefficients(swscale.SWS_CS_ITU601), sourceFull ? 1 : 0,
                    swscale.sws_getCoefficients(swscale.SWS_CS_ITU601), targetFull ? 1 : 0, 0, UNITY, UNITY);
            int rows = swscale.sws_scale(context, source.data(), source.linesize(), 0, source.height(), target.data(), target.linesize());
            if (rows != target.height()) {
                throw new NativeException("FFmpeg converted " + rows + " of " + target.height() + " rows");
            }
        } finally {
            swscale.sws_freeContext(context);
        }
    }

    /** FFmpeg's old J formats say "full range" in the format itself. */
    private static int withoutRange(int format) {
        if (format == avutil.AV_PIX_FMT_YUVJ420P) {
            return avutil.AV_PIX_FMT_YUV420P;
        }
        if (format == avutil.AV_PIX_FMT_YUVJ422P) {
            return avutil.AV_PIX_FMT_YUV422P;
        }
        if (format == avutil.AV_PIX_FMT_YUVJ444P) {
            return avutil.AV_PIX_FMT_YUV444P;
        }
        if (format == avutil.AV_PIX_FMT_YUVJ440P) {
            return avutil.AV_PIX_FMT_YUV440P;
        }
        return format == avutil.AV_PIX_FMT_YUVJ411P ? avutil.AV_PIX_FMT_YUV411P : format;
    }

    /** RGB, palettes and greys of image files. */
    private static boolean alwaysFull(int format) {
        AVPixFmtDescriptor descriptor = avutil.av_pix_fmt_desc_get(format);
        return descriptor == null || descriptor.nb_components() < 3
                || (descriptor.flags() & (avutil.AV_PIX_FMT_FLAG_RGB | avutil.AV_PIX_FMT_FLAG_PAL)) != 0;
    }
}
