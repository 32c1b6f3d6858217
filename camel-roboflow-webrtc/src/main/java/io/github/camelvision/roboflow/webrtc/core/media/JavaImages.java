package io.github.camelvision.roboflow.webrtc.core.media;

import io.github.camelvision.roboflow.webrtc.core.error.SourceException;
import io.github.camelvision.roboflow.webrtc.core.media.image.ExifOrientation;
import io.github.camelvision.roboflow.webrtc.core.media.image.ImageHeader;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Images without a native library of FFmpeg, by the JDK alone: for tests, and where FFmpeg does not load. The same colours as
 * {@link ImageCodec} within rounding, about a third as fast, without WebP. Any thread may call.
 */
public final class JavaImages {

    private static final Logger LOG = LoggerFactory.getLogger(JavaImages.class);

    private JavaImages() {}

    /**
     * Reads a JPEG, PNG or BMP, turned as its EXIF orientation says. Alpha is dropped, not blended. The frame has no pts.
     *
     * @throws SourceException not retryable: another format, damaged, or too big
     */
    public static Frame decode(byte[] image) {
        ImageHeader header = ImageHeader.read(image);
        BufferedImage decoded;
        try {
            decoded = ImageIO.read(new ByteArrayInputStream(image));
        } catch (IOException | RuntimeException e) { // the JDK's readers let out more than they declare for damaged files
            throw new SourceException("The " + header.format() + " image of " + header.width() + "x" + header.height()
                    + " is damaged or cut off: " + e.getMessage(), false, e);
        }
        if (decoded == null) {
            throw new SourceException("The " + header.format() + " image cannot be read without FFmpeg's native library: use JPEG, PNG or "
                    + "BMP", false);
        }
        return Orientation.ofExif(ExifOrientation.of(ByteBuffer.wrap(image))).applyTo(fromBufferedImage(decoded));
    }

    /** @param quality 1 to 100 */
    public static byte[] encodeJpeg(Frame frame, int quality) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream output = ImageIO.createImageOutputStream(bytes)) {
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            parameters.setCompressionQuality(quality / 100f);
            writer.setOutput(output);
            writer.write(null, new IIOImage(toBufferedImage(frame), null, null), parameters);
        } catch (IOException e) {
            throw new IllegalStateException("A JPEG was not written to memory", e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    static byte[] encodePng(Frame frame) {
        return png(toBufferedImage(frame));
    }

    private static byte[] png(BufferedImage image) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", bytes);
        } catch (IOException e) {
            throw new IllegalStateException("A PNG was not written to memory", e);
        }
        return bytes.toByteArray();
    }

    /** A grey PNG of the same size as an image, or of one pixel where that cannot be told. */
    public static byte[] withoutContent(byte[] image) {
        int width = 1;
        int height = 1;
        try {
            ImageHeader header = ImageHeader.read(image);
            width = header.width();
            height = header.height();
        } catch (SourceException e) {
            LOG.debug("An image of unknown size is replaced by one pixel", e);
        }
        BufferedImage grey = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        Arrays.fill(((DataBufferByte) grey.getRaster().getDataBuffer()).getData(), (byte) 128);
        return png(grey);
    }

    /** Any image; alpha is dropped, not blended. The frame has no pts. */
    public static Frame fromBufferedImage(BufferedImage image) {
        return fromPacked(image.getWidth(), image.getHeight(), ImageCodec.bgrOf(image), false, Frame.NO_PTS);
    }

    private static BufferedImage toBufferedImage(Frame frame) {
        BufferedImage image = new BufferedImage(frame.width(), frame.height(), BufferedImage.TYPE_3BYTE_BGR);
        byte[] bgr = toPacked(frame, false);
        System.arraycopy(bgr, 0, ((DataBufferByte) image.getRaster().getDataBuffer()).getData(), 0, bgr.length);
        return image;
    }

    /** Packed bytes of 3 a pixel, red first or blue first; BT.601, full range. */
    static byte[] toPacked(Frame frame, boolean redFirst) {
        byte[] i420 = frame.i420();
        byte[] packed = new byte[Math.multiplyExact(frame.width() * 3, frame.height())];
        int red = redFirst ? 0 : 2;
        for (int y = 0, at = 0; y < frame.height(); y++) {
            int row = y / 2 * frame.chromaWidth();
            for (int x = 0; x < frame.width(); x++, at += 3) {
                double luma = 1.164384 * ((i420[y * frame.width() + x] & 0xFF) - 16);
                int u = (i420[frame.offsetU() + row + x / 2] & 0xFF) - 128;
                int v = (i420[frame.offsetV() + row + x / 2] & 0xFF) - 128;
                packed[at + red] = level(luma + 1.596027 * v);
                packed[at + 1] = level(luma - 0.391762 * u - 0.812968 * v);
                packed[at + 2 - red] = level(luma + 2.017232 * u);
            }
        }
        return packed;
    }

    static Frame fromPacked(int width, int height, byte[] packed, boolean redFirst, long pts) {
        byte[] i420 = new byte[Frame.sizeOf(width, height)];
        int red = redFirst ? 0 : 2;
        for (int y = 0, at = 0; y < height; y++) {
            for (int x = 0; x < width; x++, at += 3) {
                i420[y * width + x] = level(16 + 0.256788 * (packed[at + red] & 0xFF) + 0.504129 * (packed[at + 1] & 0xFF)
                        + 0.097906 * (packed[at + 2 - red] & 0xFF));
            }
        }
        int chromaWidth = (width + 1) / 2;
        int u = width * height;
        int v = u + chromaWidth * ((height + 1) / 2);
        for (int y = 0; y < height; y += 2) {
            for (int x = 0; x < width; x += 2) {
                chroma(packed, width, height, x, y, red, i420, u + y / 2 * chromaWidth + x / 2, v + y / 2 * chromaWidth + x / 2);
            }
        }
        return Frame.ofI420(width, height, i420, pts);
    }

    /** One sample for a square of four pixels, or fewer at the edges. */
    private static void chroma(byte[] packed, int width, int height, int left, int top, int red, byte[] i420, int u, int v) {
        int r = 0;
        int g = 0;
        int b = 0;
        int count = 0;
        for (int y = top; y < Math.min(top + 2, height); y++) {
            for (int x = left; x < Math.min(left + 2, width); x++, count++) {
                int at = (y * width + x) * 3;
                r += packed[at + red] & 0xFF;
                g += packed[at + 1] & 0xFF;
                b += packed[at + 2 - red] & 0xFF;
            }
        }
        i420[u] = level(128 + (-0.148223 * r - 0.290993 * g + 0.439216 * b) / count);
        i420[v] = level(128 + (0.439216 * r - 0.367788 * g - 0.071427 * b) / count);
    }

    private static byte level(double value) {
        return (byte) Math.max(0, Math.min(255, Math.round(value)));
    }
}
