package io.github.camelvision.roboflow.webrtc.core.wire;

import io.github.camelvision.roboflow.webrtc.core.error.ProtocolException;

/**
 * The header of every binary message that the server sends on the data channel {@code inference} (docs/protocol.adoc#chunks).
 * <pre>
 *  0          4             8              12
 *  +----------+-------------+--------------+----------------+
 *  | frame id | chunk index | total chunks | payload ...    |
 *  |          | (0-based)   | (&gt;= 1)       | &lt;= 48 KiB      |
 *  +----------+-------------+--------------+----------------+
 * </pre>
 * All three are uint32, little-endian.
 *
 * @param frameId frame that the message belongs to, 0 .. 2^32-1
 * @param chunkIndex place of this chunk in the message, 0 .. totalChunks-1
 * @param totalChunks chunks of the whole message, 1 .. 2^32-1
 */
public record ChunkHeader(long frameId, long chunkIndex, long totalChunks) {

    /** Bytes of the header. */
    public static final int SIZE = 12;

    public ChunkHeader {
        if (!LittleEndian.isUint32(frameId) || !LittleEndian.isUint32(totalChunks)) {
            throw new IllegalArgumentException("frame id " + frameId + " and total chunks " + totalChunks + " must be uint32");
        }
        if (chunkIndex < 0 || chunkIndex >= totalChunks) {
            throw new IllegalArgumentException("chunk index " + chunkIndex + " is not in 0.." + (totalChunks - 1));
        }
    }

    /**
     * Reads the header at the start of a message.
     *
     * @throws ProtocolException when the message is shorter than a header, the total is 0, or the index is not below the total
     */
    public static ChunkHeader parse(byte[] message) {
        if (message.length < SIZE) {
            throw new ProtocolException("chunk of " + message.length + " bytes is shorter than its header of " + SIZE);
        }
        long frameId = LittleEndian.uint32(message, 0);
        long index = LittleEndian.uint32(message, 4);
        long total = LittleEndian.uint32(message, 8);
        if (index >= total) {
            throw new ProtocolException("chunk " + index + " of " + total + " of frame " + frameId + ": the index must be below the total");
        }
        return new ChunkHeader(frameId, index, total);
    }

    /** Writes the header to the first {@link #SIZE} bytes. */
    public void writeTo(byte[] message) {
        LittleEndian.putUint32(message, 0, frameId);
        LittleEndian.putUint32(message, 4, chunkIndex);
        LittleEndian.putUint32(message, 8, totalChunks);
    }
}
