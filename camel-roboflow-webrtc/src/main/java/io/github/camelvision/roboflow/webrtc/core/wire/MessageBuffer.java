package io.github.camelvision.roboflow.webrtc.core.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A message that is written once, into the very arrays that are sent: each has room for its {@link ChunkHeader} in front. Only the last
 * one is copied, since the native library sends whole arrays. Single-threaded; what one thread wrote another may go on with once it was
 * handed over.
 * <pre>
 *  array 0                       array 1                       last array
 *  | header | 48 KiB of payload | header | 48 KiB of payload | header | the rest |
 * </pre>
 */
public final class MessageBuffer extends OutputStream {

    private static final int FIRST = 2048;

    private final List<byte[]> arrays = new ArrayList<>(1);
    private int size;

    @Override
    public void write(int value) {
        room();
        arrays.get(size / ChunkSplitter.CHUNK_PAYLOAD)[place(size)] = (byte) value;
        size = Math.addExact(size, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        for (int done = 0; done < length;) {
            int free = room();
            int some = Math.min(free, length - done);
            System.arraycopy(bytes, offset + done, arrays.get(size / ChunkSplitter.CHUNK_PAYLOAD), place(size), some);
            done += some;
            size = Math.addExact(size, some);
        }
    }

    @Override
    public void write(byte[] bytes) {
        write(bytes, 0, bytes.length);
    }

    /** Makes room for at least one byte and returns for how many there is some. */
    private int room() {
        int index = size / ChunkSplitter.CHUNK_PAYLOAD;
        int place = place(size);
        if (index == arrays.size()) {
            arrays.add(new byte[ChunkHeader.SIZE + (index == 0 ? FIRST : ChunkSplitter.CHUNK_PAYLOAD)]);
        } else if (place == arrays.get(index).length) {
            // only the first one starts small: most results are
            int larger = Math.min(2 * (place - ChunkHeader.SIZE), ChunkSplitter.CHUNK_PAYLOAD);
            arrays.set(index, Arrays.copyOf(arrays.get(index), ChunkHeader.SIZE + larger));
        }
        return arrays.get(index).length - place;
    }

    private static int place(int position) {
        return ChunkHeader.SIZE + position % ChunkSplitter.CHUNK_PAYLOAD;
    }

    /** Bytes written, without headers. */
    public int size() {
        return size;
    }

    /** Forgets what was written after the first {@code length} bytes. */
    public void truncate(int length) {
        if (length < 0 || length > size) {
            throw new IllegalArgumentException(length + " of " + size + " bytes");
        }
        size = length;
        int needed = (length + ChunkSplitter.CHUNK_PAYLOAD - 1) / ChunkSplitter.CHUNK_PAYLOAD;
        arrays.subList(Math.min(Math.max(1, needed), arrays.size()), arrays.size()).clear();
    }

    /** Replaces a byte that was written. */
    void set(int position, char ascii) {
        arrays.get(position / ChunkSplitter.CHUNK_PAYLOAD)[place(position)] = (byte) ascii;
    }

    /** Writes the message, without headers. */
    public void writeTo(OutputStream target) throws IOException {
        for (int from = 0; from < size; from += ChunkSplitter.CHUNK_PAYLOAD) {
            target.write(arrays.get(from / ChunkSplitter.CHUNK_PAYLOAD), ChunkHeader.SIZE,
                    Math.min(ChunkSplitter.CHUNK_PAYLOAD, size - from));
        }
    }

    /** A copy of the message, without headers. */
    public byte[] bytes() {
        byte[] all = new byte[size];
        for (int from = 0; from < size; from += ChunkSplitter.CHUNK_PAYLOAD) {
            System.arraycopy(arrays.get(from / ChunkSplitter.CHUNK_PAYLOAD), ChunkHeader.SIZE, all, from,
                    Math.min(ChunkSplitter.CHUNK_PAYLOAD, size - from));
        }
        return all;
    }

    /**
     * The message in chunks, in the order to send them: the buffer's own arrays, so nothing may be written any more.
     *
     * @param frameId uint32
     * @param maxPayload most payload bytes of one chunk; where it is below {@link ChunkSplitter#CHUNK_PAYLOAD}, they are cut anew
     */
    public List<byte[]> chunks(long frameId, int maxPayload) {
        if (maxPayload < ChunkSplitter.CHUNK_PAYLOAD) {
            return ChunkSplitter.split(frameId, bytes(), maxPayload);
        }
        int total = Math.max(1, (size + ChunkSplitter.CHUNK_PAYLOAD - 1) / ChunkSplitter.CHUNK_PAYLOAD);
        List<byte[]> chunks = new ArrayList<>(total);
        for (int index = 0; index < total; index++) {
            int length = ChunkHeader.SIZE + Math.min(ChunkSplitter.CHUNK_PAYLOAD, size - index * ChunkSplitter.CHUNK_PAYLOAD);
            byte[] chunk = arrays.isEmpty() ? new byte[length] : arrays.get(index);
            chunks.add(chunk.length == length ? chunk : Arrays.copyOf(chunk, length));
            new ChunkHeader(frameId, index, total).writeTo(chunks.get(index));
        }
        return chunks;
    }
}
