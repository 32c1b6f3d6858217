package io.github.camelvision.roboflow.webrtc.core.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.core.error.ProtocolException;
import io.github.camelvision.roboflow.webrtc.core.memory.MemoryBudget;
import io.github.camelvision.roboflow.webrtc.core.wire.ChunkReassembler.Assembled;
import io.github.camelvision.roboflow.webrtc.core.wire.ChunkReassembler.Limits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Whatever a peer sends, a parser answers with a value or a ProtocolException, and holds no more than its caps. */
class WireFuzzTest {

    private static final Limits LIMITS = new Limits(5, 64, 3, 100);

    @Property
    void parsersThrowOnlyProtocolExceptions(@ForAll byte[] bytes) {
        tolerating(() -> ChunkHeader.parse(bytes));
        tolerating(() -> UploadChunk.parse(bytes));
        tolerating(() -> new ChunkReassembler(LIMITS, MemoryBudget.heap().account("test")).add(bytes));
        tolerating(() -> assertThat(Inflate.gunzipIfNeeded(bytes, 50).length).isLessThanOrEqualTo(50));
    }

    @Property
    void gzipParserThrowsOnlyProtocolExceptions(@ForAll byte[] bytes) {
        byte[] gzip = new byte[bytes.length + 3];
        gzip[0] = 0x1f;
        gzip[1] = (byte) 0x8b;
        gzip[2] = 8;
        System.arraycopy(bytes, 0, gzip, 3, bytes.length);
        tolerating(() -> assertThat(Inflate.gunzipIfNeeded(gzip, 1 << 20).length).isLessThanOrEqualTo(1 << 20));
    }

    @Property
    void clientMessageParserThrowsOnlyProtocolExceptions(@ForAll String text) {
        tolerating(() -> ClientMessage.parseAll(text));
        tolerating(() -> ClientMessage.parse("{\"ack\":" + text));
        tolerating(() -> ClientMessage.parse("{\"data_output\":[" + text + "]}"));
    }

    @Property
    void reassemblerStaysBelowItsCapsForAnyChunks(@ForAll @Size(max = 60) List<@IntRange(max = 0xFFFFFF) Integer> seeds) {
        ChunkReassembler reassembler = new ChunkReassembler(LIMITS, MemoryBudget.heap().account("test"));
        for (int seed : seeds) {
            byte[] message = new byte[ChunkHeader.SIZE + (seed & 0x3F)];
            LittleEndian.putUint32(message, 0, seed >> 6 & 7);
            LittleEndian.putUint32(message, 4, seed >> 9 & 7);
            LittleEndian.putUint32(message, 8, seed >> 12 & 7);
            tolerating(() -> {
                Assembled whole = reassembler.add(message);
                assertThat(whole == null || whole.payload().length <= 64).isTrue();
            });
            assertThat(reassembler.pendingBytes()).isBetween(0L, 100L);
        }
    }

    @Property
    void reassemblerUndoesTheSplitterInAnyOrder(@ForAll @Size(max = 500) byte[] payload, @ForAll @IntRange(min = 1, max = 100) int chunk,
            @ForAll long order) {
        List<byte[]> chunks = new ArrayList<>(ChunkSplitter.split(7, payload, chunk));
        Collections.shuffle(chunks, new Random(order));
        ChunkReassembler reassembler = new ChunkReassembler(Limits.DEFAULT, MemoryBudget.heap().account("test"));
        for (byte[] message : chunks.subList(0, chunks.size() - 1)) {
            assertThat(reassembler.add(message)).isNull();
        }
        byte[] whole = reassembler.add(chunks.get(chunks.size() - 1)).payload();
        assertThat(Arrays.equals(whole, payload)).isTrue();
        assertThat(reassembler.pendingBytes()).isZero();
    }

    private static void tolerating(Runnable parser) {
        try {
            parser.run();
        } catch (ProtocolException e) {
            // The one permitted answer to nonsense.
            assertThat(e.getMessage()).isNotBlank();
        }
    }
}
