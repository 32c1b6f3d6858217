package io.github.camelvision.roboflow.webrtc.testing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.Random;

/** Changes files as FFmpeg's command cannot: damage, display matrices, EXIF orientations, a recorder's container. Never in place. */
public final class FileSurgery {

    private static final byte[] TRACK_HEADER = "tkhd".getBytes(StandardCharsets.US_ASCII);
    /** From the box's type to its matrix: version and flags, times, id, duration, reserved, layer, group, volume, reserved. */
    private static final int MATRIX_OFFSET = 44;
    private static final int ONE = 1 << 16;
    private static final int LAST_ELEMENT = 1 << 30;
    private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);

    private FileSurgery() {}

    /** The first {@code percent} of it. */
    public static byte[] cut(byte[] file, int percent) {
        return Arrays.copyOf(file, (int) ((long) file.length * percent / 100));
    }

    /** With zeros between these percentages of its length. */
    public static byte[] zeroed(byte[] file, int fromPercent, int toPercent) {
        byte[] changed = file.clone();
        Arrays.fill(changed, (int) ((long) file.length * fromPercent / 100), (int) ((long) file.length * toPercent / 100), (byte) 0);
        return changed;
    }

    /** With other bytes, always the same ones, between these percentages of its length. */
    public static byte[] scrambled(byte[] file, int fromPercent, int toPercent) {
        byte[] changed = file.clone();
        byte[] noise = new byte[(int) ((long) file.length * (toPercent - fromPercent) / 100)];
        new Random(7).nextBytes(noise);
        System.arraycopy(noise, 0, changed, (int) ((long) file.length * fromPercent / 100), noise.length);
        return changed;
    }

    /** An MP4 whose first track is shown by the matrix {@code (a b, c d)}: a stored point (x, y) appears at (ax+cy, bx+dy). */
    public static byte[] displayMatrix(byte[] mp4, int a, int b, int c, int d) {
        byte[] changed = mp4.clone();
        ByteBuffer.wrap(changed, indexOf(mp4, TRACK_HEADER, 0) + MATRIX_OFFSET, 36)
                .putInt(a * ONE).putInt(b * ONE).putInt(0).putInt(c * ONE).putInt(d * ONE).putInt(0)
                .putInt(0).putInt(0).putInt(LAST_ELEMENT);
        return changed;
    }

    /** A JPEG with an EXIF header that tells this orientation, 1 to 8. */
    public static byte[] exif(byte[] jpeg, int orientation, ByteOrder order) {
        byte[] directory = orientation(orientation, order);
        ByteBuffer header = ByteBuffer.allocate(4 + EXIF.length + directory.length);
        header.putShort((short) 0xFFE1).putShort((short) (header.capacity() - 2)).put(EXIF).put(directory);
        return ByteBuffer.allocate(jpeg.length + header.capacity()).put(jpeg, 0, 2).put(header.array()).put(jpeg, 2, jpeg.length - 2)
                .array();
    }

    /** A PNG with a chunk eXIf that tells this orientation. */
    public static byte[] pngExif(byte[] png, int orientation, ByteOrder order) {
        byte[] directory = orientation(orientation, order);
        ByteBuffer chunk = ByteBuffer.allocate(12 + directory.length).putInt(directory.length)
                .put("eXIf".getBytes(StandardCharsets.US_ASCII)).put(directory);
        CRC32 checksum = new CRC32();
        checksum.update(chunk.array(), 4, 4 + directory.length);
        chunk.putInt((int) checksum.getValue());
        int header = 8 + 25;
        return ByteBuffer.allocate(png.length + chunk.capacity()).put(png, 0, header).put(chunk.array())
                .put(png, header, png.length - header).array();
    }

    /** A WebP of the simple kind, made one of the extended kind with a chunk EXIF that tells this orientation. */
    public static byte[] webpExif(byte[] webp, int width, int height, int orientation, ByteOrder order) {
        byte[] directory = orientation(orientation, order);
        ByteBuffer file = ByteBuffer.allocate(webp.length + 18 + 8 + directory.length).order(ByteOrder.LITTLE_ENDIAN);
        file.put(webp, 0, 4).putInt(file.capacity() - 8).put(webp, 8, 4);
        file.put("VP8X".getBytes(StandardCharsets.US_ASCII)).putInt(10).putInt(8);
        file.putShort((short) (width - 1)).put((byte) 0).putShort((short) (height - 1)).put((byte) 0);
        return file.put(webp, 12, webp.length - 12).put("EXIF".getBytes(StandardCharsets.US_ASCII)).putInt(directory.length)
                .put(directory).array();
    }

    /** TIFF's directory with one entry: Orientation, a short. */
    private static byte[] orientation(int orientation, ByteOrder order) {
        ByteBuffer tiff = ByteBuffer.allocate(26).order(order);
        tiff.put((order == ByteOrder.BIG_ENDIAN ? "MM" : "II").getBytes(StandardCharsets.US_ASCII)).putShort((short) 42).putInt(8);
        tiff.putShort((short) 1).putShort((short) 0x0112).putShort((short) 3).putInt(1).putShort((short) orientation).putShort((short) 0);
        return tiff.putInt(0).array();
    }

    /**
     * Dahua's container of recorder exports, around H.264 whose access units begin with a delimiter.
     *
     * @param fps at most 255
     */
    public static byte[] dhav(byte[] h264, int width, int height, int fps) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        List<byte[]> units = accessUnits(h264);
        for (int i = 0; i < units.size(); i++) {
            byte[] unit = units.get(i);
            int length = 24 + 12 + unit.length + 8;
            ByteBuffer frame = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
            frame.put("DHAV".getBytes(StandardCharsets.US_ASCII)).put((byte) (i == 0 ? 0xFD : 0xFC))
                    .put((byte) 0).put((byte) 0).put((byte) 0).putInt(i).putInt(length)
                    .putInt(date(i / fps)).putShort((short) (i % fps * 1000 / fps)).put((byte) 12).put((byte) 0);
            frame.put((byte) 0x81).put((byte) 0).put((byte) 2).put((byte) fps);
            frame.put((byte) 0x82).put((byte) 0).putShort((short) 0).putShort((short) width).putShort((short) height);
            frame.put(unit).put("dhav".getBytes(StandardCharsets.US_ASCII)).putInt(length);
            file.writeBytes(frame.array());
        }
        return file.toByteArray();
    }

    /** Packed as the recorder does: 2026-03-01, 12:00 and so many seconds. */
    private static int date(int second) {
        return 26 << 26 | 3 << 22 | 1 << 17 | 12 << 12 | second;
    }

    private static List<byte[]> accessUnits(byte[] h264) {
        byte[] delimiter = {0, 0, 0, 1, 9};
        List<byte[]> units = new ArrayList<>();
        for (int from = indexOf(h264, delimiter, 0); from < h264.length;) {
            int next = indexOf(h264, delimiter, from + 1);
            int to = next < 0 ? h264.length : next;
            units.add(Arrays.copyOfRange(h264, from, to));
            from = to;
        }
        return units;
    }

    private static int indexOf(byte[] bytes, byte[] wanted, int from) {
        for (int at = from; at <= bytes.length - wanted.length; at++) {
            if (Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
                return at;
            }
        }
        return -1;
    }
}
