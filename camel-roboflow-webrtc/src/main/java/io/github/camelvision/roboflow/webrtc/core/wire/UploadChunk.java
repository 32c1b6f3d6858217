package io.github.camelvision.roboflow.webrtc.core.wire;

import io.github.camelvision.roboflow.webrtc.core.error.ProtocolException;
import java.util.Arrays;

/**
 * One message of a file on the data channel {@code video_upload}, client to server (docs/protocol.adoc#uploads).
 * <pre>
 *  0             4              8
 *  +-------------+--------------+----------------+
 *  | chunk index | total chunks | payload ...    |
 *  | (0-based)   | (&gt;= 1)       |                |
 *  +-------------+--------------+----------------+
 * </pre>
 * This library sends 48 KiB in every chunk but the last; other clients send any size.
 * Both numbers are uint32, little-endian. Messages of at most one byte are keep-alive pings and no chunks.
 *
 * @param index place of the chunk in the file, 0 .. total-1
 * @param total chunks of the file, 1 .. 2^32-1
 * @param payload bytes of the file
 */
public record UploadChunk(long index, long total, byte[] payload) {

    /** Bytes before the payload. */
    public static final int HEADER_SIZE = 8;

    /** Payload bytes of every chunk but the last as this library sends them. */
    public static final int PAYLOAD = 48 * 1024;

    /** Most payload bytes of a chunk that is taken. */
    public static final int MAX_PAYLOAD = 4 * 1024 * 1024;

    public UploadChunk {
        if (!LittleEndian.isUint32(total) || index < 0 || index >= total) {
            throw new IllegalArgumentException("chunk " + index + " of " + total + " does not exist");
        }
        if (payload.length > MAX_PAYLOAD) {
            throw new IllegalArgumentException("payload of " + payload.length + " bytes; at most " + MAX_PAYLOAD);
        }
    }

    /** Chunks of a file of this length; an empty file is one chunk without payload. */
    public static long chunksOf(long fileBytes) {
        return Math.max(1, (fileBytes + PAYLOAD - 1) / PAYLOAD);
    }

    /** The message, exactly sized. */
    public byte[] encode() {
        byte[] message = new byte[HEADER_SIZE + payload.length];
        LittleEndian.putUint32(message, 0, index);
        LittleEndian.putUint32(message, 4, total);
        System.arraycopy(payload, 0, message, HEADER_SIZE, payload.length);
        return message;
    }

    /**
     * @throws ProtocolException when the message is shorter than the header, the total is 0, the index is not below the total, or the
     *         payload has more than {@link #MAX_PAYLOAD} bytes
     */
    public static UploadChunk parse(byte[] message) {
        if (message.length < HEADER_SIZE) {
            throw new ProtocolException("upload chunk of " + message.length + " bytes is shorter than its header of " + HEADER_SIZE);
        }
        long index = LittleEndian.uint32(message, 0);
        long total = LittleEndian.uint32(message, 4);
        if (index >= total) {
            throw new ProtocolException("upload chunk " + index + " of " + total + ": the index must be below the total");
        }
        if (message.length - HEADER_SIZE > MAX_PAYLOAD) {
            throw new ProtocolException("upload chunk " + index + " has " + (message.length - HEADER_SIZE) + " bytes; the cap is "
                    + MAX_PAYLOAD);
        }
        return new UploadChunk(index, total, Arrays.copyOfRange(message, HEADER_SIZE, message.length));
    }

    /** Whether the message is a keep-alive ping, which the server echoes, and no chunk. */
    public static boolean isKeepAlive(byte[] message) {
        return message.length <= 1;
    }
}
