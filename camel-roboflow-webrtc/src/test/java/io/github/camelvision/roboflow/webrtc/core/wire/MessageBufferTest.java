package io.github.camelvision.roboflow.webrtc.core.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class MessageBufferTest {

    private static final int CHUNK = ChunkSplitter.CHUNK_PAYLOAD;

    /** Written in pieces, with a part written and forgotten between them, it is what the splitter makes of the same bytes. */
    @Property(tries = 300)
    void chunksAreThoseOfTheSplitter(@ForAll long seed, @ForAll @IntRange(max = 4 * CHUNK) int length,
            @ForAll @IntRange(min = 1, max = 2 * CHUNK) int piece, @ForAll boolean smallChannel) throws IOException {
        byte[] payload = new byte[length];
        Random random = new Random(seed);
        random.nextBytes(payload);
        MessageBuffer buffer = new MessageBuffer();
        for (int from = 0; from < length; from += piece) {
            buffer.write(payload, from, Math.min(piece, length - from));
            int kept = buffer.size();
            byte[] forgotten = new byte[random.nextInt(2 * CHUNK)];
            Arrays.fill(forgotten, (byte) 1);
            buffer.write(forgotten);
            buffer.truncate(kept);
        }
        ByteArrayOutputStream copied = new ByteArrayOutputStream();
        buffer.writeTo(copied);
        assertThat(buffer.size()).isEqualTo(length);
        assertThat(copied.toByteArray()).isEqualTo(payload);
        assertThat(buffer.bytes()).isEqualTo(payload);
        int most = smallChannel ? 1000 : CHUNK;
        assertThat(buffer.chunks(7, most)).usingElementComparator(Arrays::compare).isEqualTo(ChunkSplitter.split(7, payload, most));
    }

    @Test
    void singleBytesAreAppendedAndReplaced() {
        MessageBuffer buffer = new MessageBuffer();
        for (int i = 0; i < CHUNK + 1; i++) {
            buffer.write('a');
        }
        buffer.set(CHUNK, 'b');
        assertThat(buffer.bytes()).hasSize(CHUNK + 1).endsWith('b').startsWith('a');
    }

    /** What was written into a full array is sent in it. */
    @Test
    void aFullArrayIsNotCopied() {
        MessageBuffer buffer = new MessageBuffer();
        buffer.write(new byte[2 * CHUNK]);
        List<byte[]> chunks = buffer.chunks(1, CHUNK);
        assertThat(buffer.chunks(1, CHUNK).get(1)).isSameAs(chunks.get(1));
    }
}
