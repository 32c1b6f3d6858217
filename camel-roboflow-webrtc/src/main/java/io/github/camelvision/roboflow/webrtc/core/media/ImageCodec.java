package io.github.camelvision.roboflow.webrtc.core.media;

import io.github.camelvision.roboflow.webrtc.core.error.NativeException;
import io.github.camelvision.roboflow.webrtc.core.error.SourceException;
import io.github.camelvision.roboflow.webrtc.core.media.image.ImageHeader;
import io.github.camelvision.roboflow.webrtc.core.media.image.JpegTables;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.ShortPointer;

/**
 * Frames to and from image files, packed pixels and {@link BufferedImage}. I420 is BT.601 in limited range, everything else full
 * range. Any thread may call, any number at once. Where FFmpeg cannot be loaded, which is logged once, {@link JavaImages} does what it
 * can; what it cannot, such as WebP, is refused with a {@link NativeException}.
 *
 * <p>Measured at 1280x720 against ImageIO on a JDK that uses libjpeg-turbo: encode 3.4 ms (ImageIO 5.3 and 1.6 for the conversion to
 * BGR), decode 2.0 ms (ImageIO 5.0 and 1.9), so FFmpeg does the work.
 */
public final class ImageCodec {

    /** Quality of JPEGs where nobody says another one. */
    public static final int JPEG_QUALITY = 90;

    private static final int STANDARD_SCALE = 8;

    private ImageCodec() {}

    /**
     * A baseline JPEG, 4:2:0, JFIF.
     *
     * @param quality 1 (worst) to 100, with the meaning that libjpeg gives it
     */
    public static byte[] encodeJpeg(Frame frame, int quality) {
        if (quality < 1 || quality > 100) {
            throw new IllegalArgumentException("JPEG quality is 1 to 100, not " + quality);
        }
        if (!Ffmpeg.loaded()) {
            return JavaImages.encodeJpeg(frame, quality);
        }
        int width = frame.width();
        int height = frame.height();
        byte[] full = PixelConverter.toFullRange(frame.i420(), width * height);
        try (NativeFrame pixels = NativeFrame.ofI420(avutil.AV_PIX_FMT_YUVJ420P, width, height, full)) {
            pixels.av().color_range(avutil.AVCOL_RANGE_JPEG).quality(STANDARD_SCALE * avutil.FF_QP2LAMBDA);
            return NativeCodec.encode(avcodec.AV_CODEC_ID_MJPEG, pixels, context -> {
                // At this scale the encoder takes the matrices as they are given.
                context.flags(context.flags() | avcodec.AV_CODEC_FLAG_QSCALE).global_quality(STANDARD_SCALE * avutil.FF_QP2LAMBDA);
                matrices(context, quality);
            });
        }
    }

    private static void matrices(AVCodecContext context, int quality) {
        context.intra_matrix(matrix(JpegTables.luma(quality)));
        context.chroma_intra_matrix(matrix(JpegTables.chroma(quality)));
    }

    /** Freed together with the context. */
    private static ShortPointer matrix(short[] values) {
        ShortPointer memory = new ShortPointer(Ffmpeg.allocated(avutil.av_malloc(2L * values.length), "a matrix"));
        return memory.capacity(values.length).put(values, 0, values.length);
    }

    /** A PNG with 8-bit RGB. */
    public static byte[] encodePng(Frame frame) {
        if (!Ffmpeg.loaded()) {
            return JavaImages.encodePng(frame);
        }
        byte[] rgb = toRgb(frame);
        try (NativeFrame pixels = NativeFrame.of(avutil.AV_PIX_FMT_RGB24, frame.width(), frame.height())) {
            pixels.write(0, rgb, 0, frame.width() * 3, frame.height());
            return NativeCodec.encode(avcodec.AV_CODEC_ID_PNG, pixels, context -> {
                context.compression_level(3);
                avutil.av_opt_set(context.priv_data(), "pred", "up", 0);
            });
        }
    }

    /**
     * Reads a JPEG (baseline or progressive, colour or grey), PNG, BMP or WebP (a still one), and turns and mirrors it as its EXIF
     * orientation says, so that the frame is upright. Alpha is dropped, not blended. The frame has no pts.
     *
     * @throws SourceException not retryable: another format, damaged or cut off, CMYK, or more than 64 megapixels or 256 MB decoded
     */
    public static Frame decode(byte[] imageBytes) {
        ImageHeader header = ImageHeader.read(imageBytes);
        if (!Ffmpeg.loaded() && header.format() != ImageHeader.Format.WEBP) {
            return JavaImages.decode(imageBytes);
        }
        Ffmpeg.require();
        int codec = switch (header.format()) {
            case JPEG -> avcodec.AV_CODEC_ID_MJPEG;
            case PNG -> avcodec.AV_CODEC_ID_PNG;
            case BMP -> avcodec.AV_CODEC_ID_BMP;
            case WEBP -> avcodec.AV_CODEC_ID_WEBP;
        };
        return NativeCodec.decode(codec, header, imageBytes);
    }

    /** Packed bytes blue, green, red; {@code width*height*3}, without padding, top row first. */
    public static byte[] toBgr(Frame frame) {
        return PixelConverter.toPacked(frame, avutil.AV_PIX_FMT_BGR24);
    }

    /** Packed bytes red, green, blue; {@code width*height*3}, without padding, top row first. */
    public static byte[] toRgb(Frame frame) {
        return PixelConverter.toPacked(frame, avutil.AV_PIX_FMT_RGB24);
    }

    /**
     * @param bgr as {@link #toBgr} gives it
     * @param pts 90 kHz ticks or {@link Frame#NO_PTS}
     */
    public static Frame fromBgr(int width, int height, byte[] bgr, long pts) {
        return PixelConverter.fromPacked(width, height, bgr, avutil.AV_PIX_FMT_BGR24, pts);
    }

    /**
     * @param rgb as {@link #toRgb} gives it
     * @param pts 90 kHz ticks or {@link Frame#NO_PTS}
     */
    public static Frame fromRgb(int width, int height, byte[] rgb, long pts) {
        return PixelConverter.fromPacked(width, height, rgb, avutil.AV_PIX_FMT_RGB24, pts);
    }

    /** A {@code TYPE_3BYTE_BGR} image of its own memory. */
    public static BufferedImage toBufferedImage(Frame frame) {
        BufferedImage image = new BufferedImage(frame.width(), frame.height(), BufferedImage.TYPE_3BYTE_BGR);
        byte[] bgr = toBgr(frame);
        System.arraycopy(bgr, 0, ((DataBufferByte) image.getRaster().getDataBuffer()).getData(), 0, bgr.length);
        return image;
    }

    /** Any image; alpha is dropped, not blended. The frame has no pts. */
    public static Frame fromBufferedImage(BufferedImage image) {
        return fromBgr(image.getWidth(), image.getHeight(), bgrOf(image), Frame.NO_PTS);
    }

    static byte[] bgrOf(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        if (image.getType() == BufferedImage.TYPE_3BYTE_BGR) {
            byte[] data = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
            // A subimage shares its parent's array and is none of this length.
            if (data.length == width * height * 3) {
                return data;
            }
        }
        byte[] bgr = new byte[Math.multiplyExact(width * 3, height)];
        int[] row = new int[width];
        boolean grey = isGrey(image);
        int shift = Math.max(0, image.getColorModel().getComponentSize(0) - 8);
        for (int y = 0, at = 0; y < height; y++) {
            if (grey) {
                greyRow(image.getRaster(), y, shift, row);
            } else {
                image.getRGB(0, y, width, 1, row, 0, width);
            }
            for (int pixel : row) {
                bgr[at++] = (byte) pixel;
                bgr[at++] = (byte) (pixel >> 8);
                bgr[at++] = (byte) (pixel >> 16);
            }
        }
        return bgr;
    }

    private static boolean isGrey(BufferedImage image) {
        ColorModel model = image.getColorModel();
        return image.getRaster().getNumBands() == 1 && !(model instanceof IndexColorModel) && model.getComponentSize(0) >= 8
                && model.getNumColorComponents() == 1;
    }

    /** Java takes grey for linear light and would brighten it; files and cameras mean the same curve as RGB. */
    private static void greyRow(Raster raster, int y, int shift, int[] row) {
        raster.getSamples(raster.getMinX(), raster.getMinY() + y, row.length, 1, 0, row);
        for (int x = 0; x < row.length; x++) {
            row[x] = (row[x] >> shift & 0xFF) * 0x010101;
        }
    }
}
