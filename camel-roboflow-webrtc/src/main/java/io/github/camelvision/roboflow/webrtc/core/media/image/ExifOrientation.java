package io.github.camelvision.roboflow.webrtc.core.media.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The tag Orientation of EXIF, read from the bytes of an image file: a JPEG's segment APP1, a PNG's chunk eXIf or a WebP's chunk EXIF.
 * What is damaged says nothing: the image counts as upright. Only headers are read; any thread may call.
 */
public final class ExifOrientation {

    private static final int UPRIGHT = 1;
    private static final int TAG = 0x0112;
    private static final ByteBuffer PREFIX = ascii("Exif\0\0");
    private static final ByteBuffer JPEG_START = ByteBuffer.wrap(new byte[] {(byte) 0xFF, (byte) 0xD8});
    private static final ByteBuffer PNG_START = ByteBuffer.wrap(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'});
    private static final ByteBuffer PNG_CHUNK = ascii("eXIf");
    private static final ByteBuffer RIFF = ascii("RIFF");
    private static final ByteBuffer WEBP = ascii("WEBP");
    private static final ByteBuffer WEBP_CHUNK = ascii("EXIF");

    private ExifOrientation() {}

    private static ByteBuffer ascii(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)).asReadOnlyBuffer();
    }

    /**
     * @param bytes of the file, from index 0 to its capacity
     * @return the tag's number, 1 to 8 where it is right; 1, upright, where there is none or the format is another
     */
    public static int of(ByteBuffer bytes) {
        ByteBuffer file = bytes.duplicate().order(ByteOrder.BIG_ENDIAN);
        try {
            if (is(file, 0, JPEG_START)) {
                return jpeg(file);
            }
            if (is(file, 0, PNG_START)) {
                return png(file);
            }
            return is(file, 0, RIFF) && is(file, 8, WEBP) ? webp(bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN)) : UPRIGHT;
        } catch (IndexOutOfBoundsException e) {
            return UPRIGHT;
        }
    }

    private static boolean is(ByteBuffer file, int at, ByteBuffer word) {
        return file.slice(at, word.capacity()).equals(word);
    }

    /** Segments of marker and length, up to the image's data. */
    private static int jpeg(ByteBuffer file) {
        for (int at = 2; (file.get(at + 1) & 0xFF) != 0xDA; at += 2 + (file.getShort(at + 2) & 0xFFFF)) {
            if ((file.get(at + 1) & 0xFF) == 0xE1 && is(file, at + 4, PREFIX)) {
                return tiff(file.slice(at + 10, (file.getShort(at + 2) & 0xFFFF) - 8));
            }
        }
        return UPRIGHT;
    }

    /** Chunks of length, type, data and checksum. */
    private static int png(ByteBuffer file) {
        for (long at = 8; at < file.capacity() - 8; at += 12 + (file.getInt((int) at) & 0xFFFFFFFFL)) {
            if (is(file, (int) at + 4, PNG_CHUNK)) {
                return tiff(file.slice((int) at + 8, file.getInt((int) at)));
            }
        }
        return UPRIGHT;
    }

    /** Chunks of type, length and data, which begin at even places. Some programs write the data as in a JPEG. */
    private static int webp(ByteBuffer file) {
        for (long at = 12; at < file.capacity() - 8; at += 8 + length(file, at) + (length(file, at) & 1)) {
            if (is(file, (int) at, WEBP_CHUNK)) {
                int prefix = is(file, (int) at + 8, PREFIX) ? PREFIX.capacity() : 0;
                return tiff(file.slice((int) at + 8 + prefix, (int) length(file, at) - prefix));
            }
        }
        return UPRIGHT;
    }

    private static long length(ByteBuffer webp, long at) {
        return webp.getInt((int) at + 4) & 0xFFFFFFFFL;
    }

    private static int tiff(ByteBuffer tiff) {
        tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int directory = tiff.getInt(4);
        int entries = tiff.getShort(directory);
        for (int i = 0; i < entries; i++) {
            int entry = directory + 2 + 12 * i;
            if (tiff.getShort(entry) == TAG) {
                return tiff.getShort(entry + 8);
            }
        }
        return UPRIGHT;
    }
}
