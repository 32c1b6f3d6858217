package io.github.camelvision.roboflow.webrtc.core.wire;

import io.github.camelvision.roboflow.webrtc.core.error.OverBudgetException;
import io.github.camelvision.roboflow.webrtc.core.error.ProtocolException;
import io.github.camelvision.roboflow.webrtc.core.memory.MemoryBudget;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Puts chunked messages together (layout: {@link ChunkHeader}). Chunks of different frames may interleave, and come in any order.
 *
 * <p>Memory is bounded by {@link Limits}: when there are too many unfinished messages, or too many bytes in them, the oldest is
 * evicted and counted. After a message was refused with an exception, its remaining chunks are ignored, so that one bad message is one
 * error. Not thread-safe.
 */
public final class ChunkReassembler {

    /**
     * Caps on what the peer may make this side hold.
     *
     * @param maxChunks chunks of one message
     * @param maxMessageBytes payload bytes of one message
     * @param maxPendingMessages unfinished messages at a time
     * @param maxPendingBytes payload bytes of all unfinished messages; at least maxMessageBytes
     */
    public record Limits(int maxChunks, int maxMessageBytes, int maxPendingMessages, long maxPendingBytes) {

        /** 2048 chunks, 64 MiB a message, 32 unfinished messages, 96 MiB in all of them. */
        public static final Limits DEFAULT = new Limits(2048, 64 << 20, 32, 96L << 20);

        public Limits {
            if (maxChunks < 1 || maxMessageBytes < 1 || maxPendingMessages < 1 || maxPendingBytes < maxMessageBytes) {
                throw new IllegalArgumentException("limits must be positive, and maxPendingBytes at least maxMessageBytes");
            }
        }
    }

    /** A whole message. Its bytes are taken from the account: whoever is done with it gives them back. */
    public record Assembled(long frameId, byte[] payload) {}

    private final Limits limits;
    private final MemoryBudget.Account memory;
    private final Map<Long, Partial> pending = new LinkedHashMap<>();
    private long pendingBytes;
    private long evicted;

    /** @param memory what it holds is taken from there */
    public ChunkReassembler(Limits limits, MemoryBudget.Account memory) {
        this.limits = limits;
        this.memory = memory;
    }

    /**
     * Takes one message of the channel.
     *
     * @param message header and payload; the array is kept until its frame is whole, so the caller gives it away
     * @return the frame that this chunk completed, or null while chunks are missing
     * @throws ProtocolException when the header is malformed, the chunk contradicts an earlier one of its frame, or the message exceeds
     *         a cap or, as an {@link OverBudgetException}, what the account may hold; the frame is given up
     */
    public Assembled add(byte[] message) {
        ChunkHeader header = ChunkHeader.parse(message);
        Partial partial = pending.get(header.frameId());
        if (partial == null) {
            if (header.totalChunks() == 1) {
                checkSize(header, message.length - ChunkHeader.SIZE);
                take(message.length - ChunkHeader.SIZE);
                return new Assembled(header.frameId(), Arrays.copyOfRange(message, ChunkHeader.SIZE, message.length));
            }
            partial = begin(header);
        }
        if (partial.refused) {
            // The channel is ordered: the last chunk is the end of what has to be ignored.
            if (header.chunkIndex() == header.totalChunks() - 1) {
                pending.remove(header.frameId());
            }
            return null;
        }
        return addTo(partial, header, message);
    }

    /** Unfinished messages given up because of {@link Limits#maxPendingMessages} or {@link Limits#maxPendingBytes}. */
    public long evicted() {
        return evicted;
    }

    /** Payload bytes of the unfinished messages. */
    public long pendingBytes() {
        return pendingBytes;
    }

    private Partial begin(ChunkHeader header) {
        while (pending.size() >= limits.maxPendingMessages()) {
            evictOldestExcept(-1);
        }
        if (header.totalChunks() > limits.maxChunks()) {
            refuse(header, new Partial(0));
            throw new ProtocolException("frame " + header.frameId() + " announces " + header.totalChunks() + " chunks; the cap is "
                    + limits.maxChunks());
        }
        Partial partial = new Partial((int) header.totalChunks());
        pending.put(header.frameId(), partial);
        return partial;
    }

    private Assembled addTo(Partial partial, ChunkHeader header, byte[] message) {
        if (header.totalChunks() != partial.messages.length) {
            refuse(header, partial);
            throw new ProtocolException("frame " + header.frameId() + " announced " + partial.messages.length + " chunks, now "
                    + header.totalChunks());
        }
        int index = (int) header.chunkIndex();
        byte[] earlier = partial.messages[index];
        if (earlier != null) {
            if (!Arrays.equals(earlier, message)) {
                refuse(header, partial);
                throw new ProtocolException("chunk " + index + " of frame " + header.frameId() + " came twice, with different content");
            }
            return null;
        }
        int length = message.length - ChunkHeader.SIZE;
        try {
            checkSize(header, (long) partial.bytes + length);
            take(held(length));
        } catch (ProtocolException e) {
            refuse(header, partial);
            throw e;
        }
        partial.messages[index] = message;
        partial.bytes += length;
        partial.received++;
        pendingBytes += length;
        if (partial.received == partial.messages.length) {
            return joined(partial, header.frameId());
        }
        while (pendingBytes > limits.maxPendingBytes()) {
            evictOldestExcept(header.frameId());
        }
        return null;
    }

    /** The chunks and what they are joined to are there at the same time. */
    private Assembled joined(Partial partial, long frameId) {
        pending.remove(frameId);
        try {
            take(partial.bytes);
            return new Assembled(frameId, partial.join());
        } finally {
            forget(partial);
        }
    }

    private static long held(int length) {
        return (long) length + MemoryBudget.OVERHEAD;
    }

    private void take(long bytes) {
        if (!memory.take(bytes)) {
            throw new OverBudgetException(memory.refusal(bytes));
        }
    }

    private void forget(Partial partial) {
        pendingBytes -= partial.bytes;
        memory.give(partial.bytes + (long) partial.received * MemoryBudget.OVERHEAD);
        partial.received = 0;
        partial.bytes = 0;
    }

    /** Gives up what is unfinished. */
    public void clear() {
        pending.values().forEach(this::forget);
        pending.clear();
    }

    private void checkSize(ChunkHeader header, long bytes) {
        if (bytes > limits.maxMessageBytes()) {
            throw new ProtocolException("message of frame " + header.frameId() + " has more than " + limits.maxMessageBytes()
                    + " bytes, which is the cap");
        }
    }

    /** Frees what is there of the message, and remembers to ignore the rest of it. */
    private void refuse(ChunkHeader header, Partial partial) {
        forget(partial);
        if (header.chunkIndex() == header.totalChunks() - 1) {
            pending.remove(header.frameId());
        } else {
            partial.clear();
            pending.put(header.frameId(), partial);
        }
    }

    private void evictOldestExcept(long frameId) {
        Iterator<Map.Entry<Long, Partial>> oldestFirst = pending.entrySet().iterator();
        Map.Entry<Long, Partial> oldest = oldestFirst.next();
        if (oldest.getKey() == frameId) {
            oldest = oldestFirst.next();
        }
        forget(oldest.getValue());
        if (!oldest.getValue().refused) {
            evicted++;
        }
        oldestFirst.remove();
    }

    private static final class Partial {
        // Whole messages, headers included: the payload is copied once only, when all are there.
        private byte[][] messages;
        private int received;
        private int bytes;
        private boolean refused;

        Partial(int total) {
            messages = new byte[total][];
        }

        void clear() {
            refused = true;
            messages = new byte[0][];
        }

        byte[] join() {
            byte[] whole = new byte[bytes];
            int at = 0;
            for (byte[] message : messages) {
                int length = message.length - ChunkHeader.SIZE;
                System.arraycopy(message, ChunkHeader.SIZE, whole, at, length);
                at += length;
            }
            return whole;
        }
    }
}
