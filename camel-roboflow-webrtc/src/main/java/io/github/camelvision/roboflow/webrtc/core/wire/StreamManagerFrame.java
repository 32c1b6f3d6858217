package io.github.camelvision.roboflow.webrtc.core.wire;

import io.github.camelvision.roboflow.webrtc.core.error.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A message on the Stream Manager's TCP port, the same both ways (docs/protocol.adoc#stream-manager-calls).
 * <pre>
 *  0            4
 * +------------+------------------+
 * | length u32 | UTF-8 JSON …     |
 * | big-endian | length bytes     |
 * +------------+------------------+
 * </pre>
 */
public final class StreamManagerFrame {

    /** Bytes before the JSON. */
    public static final int HEADER_SIZE = 4;

    private StreamManagerFrame() {}

    /** Header and JSON. */
    public static byte[] encode(byte[] json) {
        return ByteBuffer.allocate(HEADER_SIZE + json.length).order(ByteOrder.BIG_ENDIAN).putInt(json.length).put(json).array();
    }

    /**
     * The number of bytes that follow the header.
     *
     * @param header {@value #HEADER_SIZE} bytes
     * @param max the longest JSON to accept, bytes
     * @throws ProtocolException when the header is of another size, or announces nothing or more than {@code max}
     */
    public static int payloadLength(byte[] header, int max) {
        if (header.length != HEADER_SIZE) {
            throw new ProtocolException("A frame header has " + HEADER_SIZE + " bytes, not " + header.length);
        }
        long length = Integer.toUnsignedLong(ByteBuffer.wrap(header).order(ByteOrder.BIG_ENDIAN).getInt());
        if (length == 0 || length > max) {
            throw new ProtocolException("A frame announces " + length + " bytes; from 1 to " + max + " are accepted");
        }
        return (int) length;
    }
}
