package io.github.camelvision.roboflow.webrtc.core.wire;

import java.util.ArrayList;
import java.util.List;

/** Cuts a payload into messages with {@link ChunkHeader}: the opposite of {@link ChunkReassembler}. */
public final class ChunkSplitter {

    /** Payload bytes of a full chunk (docs/protocol.adoc#chunks); with its header it fits the 64 KiB that aiortc accepts. */
    public static final int CHUNK_PAYLOAD = 48 * 1024;

    private ChunkSplitter() {}

    /**
     * @param frameId uint32
     * @param payload any length; an empty one makes one chunk without payload
     * @param maxPayload most payload bytes of one chunk, normally {@link #CHUNK_PAYLOAD}
     * @return exactly sized messages, in the order to send them
     */
    public static List<byte[]> split(long frameId, byte[] payload, int maxPayload) {
        if (maxPayload <= 0) {
            throw new IllegalArgumentException("maxPayload must be positive: " + maxPayload);
        }
        int total = Math.max(1, (int) (((long) payload.length + maxPayload - 1) / maxPayload));
        List<byte[]> chunks = new ArrayList<>(total);
        for (int index = 0; index < total; index++) {
            int from = index * maxPayload;
            int length = Math.min(maxPayload, payload.length - from);
            byte[] message = new byte[ChunkHeader.SIZE + length];
            new ChunkHeader(frameId, index, total).writeTo(message);
            System.arraycopy(payload, from, message, ChunkHeader.SIZE, length);
            chunks.add(message);
        }
        return chunks;
    }
}
