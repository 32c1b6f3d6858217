package io.github.camelvision.roboflow.webrtc.core.wire;

import io.github.camelvision.roboflow.webrtc.core.error.ProtocolException;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Undoes the optional gzip of a payload (docs/protocol.adoc#chunks; the format is RFC 1952, one member).
 *
 * <p>Not {@code GZIPInputStream}: that one recurses for every empty member, so that a small hostile message overflows the stack.
 */
public final class Inflate {

    private static final int HEADER = 10;
    private static final int TRAILER = 8;
    private static final int DEFLATE = 8;
    private static final int FHCRC = 2;
    private static final int FEXTRA = 4;
    private static final int FNAME = 8;
    private static final int FCOMMENT = 16;
    private static final int RESERVED_FLAGS = 0xE0;
    /** No deflate stream grows by more than this: 258 bytes from two bits. */
    private static final int MAX_RATIO = 1032;

    private Inflate() {}

    /**
     * @param payload gzip (it starts with {@code 1f 8b}) or anything else
     * @param maxBytes cap on the result
     * @return the inflated bytes; the payload itself when it is no gzip
     * @throws ProtocolException when the result would exceed the cap, or the gzip is damaged
     */
    public static byte[] gunzipIfNeeded(byte[] payload, int maxBytes) {
        if (isGzip(payload)) {
            return gunzip(payload, maxBytes);
        }
        checkCap(payload.length, maxBytes);
        return payload;
    }

    /** How many bytes the payload says it inflates to; 0 when it is no gzip. More than that never becomes of it. */
    public static long announcedSize(byte[] payload) {
        return isGzip(payload) && payload.length >= HEADER + TRAILER ? LittleEndian.uint32(payload, payload.length - 4) : 0;
    }

    private static boolean isGzip(byte[] payload) {
        return payload.length >= 2 && payload[0] == 0x1f && (payload[1] & 0xFF) == 0x8b;
    }

    private static byte[] gunzip(byte[] gzip, int maxBytes) {
        int body = bodyStart(gzip);
        int trailer = gzip.length - TRAILER;
        long crc = LittleEndian.uint32(gzip, trailer);
        long length = LittleEndian.uint32(gzip, trailer + 4);
        checkCap(length, maxBytes);
        if (length > (long) MAX_RATIO * (trailer - body)) {
            throw damaged("its length field announces more than it can hold", null);
        }
        byte[] out = new byte[(int) length];
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(gzip, body, trailer - body);
            int filled = 0;
            while (filled < out.length && !inflater.finished()) {
                int n = inflater.inflate(out, filled, out.length - filled);
                if (n == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
                    throw damaged("it ends early", null);
                }
                filled += n;
            }
            // The end-of-block code may still be unread when the output is full.
            boolean tooLong = !inflater.finished() && inflater.inflate(new byte[1]) > 0;
            if (tooLong || filled < out.length || !inflater.finished() || inflater.getRemaining() > 0) {
                throw damaged("its content does not have the announced " + length + " bytes", null);
            }
        } catch (DataFormatException e) {
            throw damaged("invalid deflate data", e);
        } finally {
            inflater.end();
        }
        CRC32 actual = new CRC32();
        actual.update(out);
        if (actual.getValue() != crc) {
            throw damaged("wrong checksum", null);
        }
        return out;
    }

    /** Skips the header and its optional parts; everything up to the trailer must be there. */
    private static int bodyStart(byte[] gzip) {
        if (gzip.length < HEADER + TRAILER) {
            throw damaged("only " + gzip.length + " bytes", null);
        }
        int flags = gzip[3] & 0xFF;
        if (gzip[2] != DEFLATE || (flags & RESERVED_FLAGS) != 0) {
            throw damaged("unknown method or flags", null);
        }
        int end = gzip.length - TRAILER;
        int at = HEADER;
        if ((flags & FEXTRA) != 0) {
            if (at + 2 > end) {
                throw damaged("its header ends early", null);
            }
            at += 2 + (gzip[at] & 0xFF) + ((gzip[at + 1] & 0xFF) << 8);
        }
        if ((flags & FNAME) != 0) {
            at = afterZero(gzip, at, end);
        }
        if ((flags & FCOMMENT) != 0) {
            at = afterZero(gzip, at, end);
        }
        if ((flags & FHCRC) != 0) {
            at += 2;
        }
        if (at > end) {
            throw damaged("its header ends early", null);
        }
        return at;
    }

    private static int afterZero(byte[] gzip, int from, int end) {
        int at = from;
        while (at < end && gzip[at] != 0) {
            at++;
        }
        return at + 1;
    }

    private static void checkCap(long bytes, int maxBytes) {
        if (bytes > maxBytes) {
            throw new ProtocolException("payload of " + bytes + " bytes exceeds the cap of " + maxBytes);
        }
    }

    private static ProtocolException damaged(String how, Throwable cause) {
        return new ProtocolException("damaged gzip payload: " + how, cause);
    }
}
