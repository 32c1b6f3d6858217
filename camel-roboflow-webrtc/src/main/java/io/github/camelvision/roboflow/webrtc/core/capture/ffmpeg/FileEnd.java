package io.github.camelvision.roboflow.webrtc.core.capture.ffmpeg;

import io.github.camelvision.roboflow.webrtc.core.error.FileTrouble;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * Whether a file ends before it should: FFmpeg takes the end of many formats for their regular end wherever that is. AVI and Matroska say
 * their length; packets of MPEG-TS have one length; GIF and PNG have an end mark; pages of Ogg say their length.
 */
final class FileEnd {

    private static final int HEAD = 4096;
    /** More than the longest page of Ogg. */
    private static final int TAIL = 1 << 17;
    private static final int TS_PACKET = 188;
    private static final byte TS_SYNC = 0x47;
    private static final int GIF = 0x47494638;
    private static final byte GIF_END = 0x3B;
    private static final int PNG = 0x89504E47;
    private static final int PNG_END = 0x49454E44;
    private static final int OGG = 0x4F676753;
    private static final int OGG_HEADER = 27;
    private static final int RIFF = 0x52494646;
    private static final int EBML = 0x1A45DFA3;
    private static final int SEGMENT = 0x18538067;

    private FileEnd() {}

    /** What is missing, in words; null when nothing is, or the format does not say. */
    static String missing(String file) {
        try (FileChannel channel = FileChannel.open(Path.of(file))) {
            long size = channel.size();
            ByteBuffer head = read(channel, 0, (int) Math.min(size, HEAD));
            long missing = declared(head) - size;
            if (missing > 0) {
                return missing + " bytes";
            }
            return endMark(head, read(channel, Math.max(0, size - TAIL), (int) Math.min(size, TAIL)), size);
        } catch (IOException e) {
            return "it cannot be read any more: " + FileTrouble.of(e);
        }
    }

    private static ByteBuffer read(FileChannel channel, long from, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining() && channel.read(bytes, from + bytes.position()) >= 0) {
            continue;
        }
        return bytes.flip();
    }

    private static String endMark(ByteBuffer head, ByteBuffer tail, long size) {
        if (head.limit() > TS_PACKET && head.get(0) == TS_SYNC && head.get(TS_PACKET) == TS_SYNC) {
            return size % TS_PACKET == 0 ? null : "a part of its last packet";
        }
        int magic = head.limit() < Integer.BYTES ? 0 : head.order(ByteOrder.BIG_ENDIAN).getInt(0);
        return switch (magic) {
            case GIF -> tail.get(tail.limit() - 1) == GIF_END ? null : "its end mark";
            case PNG -> tail.limit() >= 8 && tail.getInt(tail.limit() - 8) == PNG_END ? null : "its end mark";
            case OGG -> oggPage(tail);
            default -> null;
        };
    }

    private static String oggPage(ByteBuffer tail) {
        for (int at = tail.limit() - Integer.BYTES; at >= 0; at--) {
            if (tail.getInt(at) == OGG) {
                return at + pageLength(tail, at) > tail.limit() ? "a part of its last page" : null;
            }
        }
        return null;
    }

    private static int pageLength(ByteBuffer tail, int at) {
        int segments = at + OGG_HEADER > tail.limit() ? Integer.MAX_VALUE : tail.get(at + OGG_HEADER - 1) & 0xFF;
        if (segments > tail.limit() - at - OGG_HEADER) {
            return Integer.MAX_VALUE - at;
        }
        int length = OGG_HEADER + segments;
        for (int i = 0; i < segments; i++) {
            length += tail.get(at + OGG_HEADER + i) & 0xFF;
        }
        return length;
    }

    /** Bytes that the file should have at least; 0 when it does not say. */
    static long declared(ByteBuffer head) {
        if (head.remaining() < 12) {
            return 0;
        }
        int magic = head.getInt(0);
        if (magic == RIFF) {
            long size = Integer.toUnsignedLong(head.order(ByteOrder.LITTLE_ENDIAN).getInt(4));
            // a recorder that was switched off leaves 0 or -1
            return size == 0 || size == 0xFFFFFFFFL ? 0 : size + 8;
        }
        return magic == EBML ? matroska(head.order(ByteOrder.BIG_ENDIAN)) : 0;
    }

    private static long matroska(ByteBuffer head) {
        head.position(4);
        long header = size(head);
        if (header < 0 || header > head.remaining() - 12) {
            return 0;
        }
        head.position(head.position() + (int) header);
        if (head.getInt() != SEGMENT) {
            return 0;
        }
        long segment = size(head);
        return segment < 0 ? 0 : head.position() + segment;
    }

    /** EBML's length of 1 to 8 bytes; -1 when it is unknown, as in live recordings. */
    private static long size(ByteBuffer head) {
        int first = head.get() & 0xFF;
        int more = Integer.numberOfLeadingZeros(first) - 24;
        if (more > 7) {
            return -1;
        }
        long mask = 0x7F >> more;
        long value = first & mask;
        boolean unknown = value == mask;
        for (int i = 0; i < more; i++) {
            int next = head.get() & 0xFF;
            unknown &= next == 0xFF;
            value = value << 8 | next;
        }
        return unknown ? -1 : value;
    }
}
