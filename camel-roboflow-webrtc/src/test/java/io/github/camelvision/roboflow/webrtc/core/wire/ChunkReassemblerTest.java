package io.github.camelvision.roboflow.webrtc.core.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelvision.roboflow.webrtc.core.error.OverBudgetException;
import io.github.camelvision.roboflow.webrtc.core.error.ProtocolException;
import io.github.camelvision.roboflow.webrtc.core.memory.MemoryBudget;
import io.github.camelvision.roboflow.webrtc.core.wire.ChunkReassembler.Assembled;
import io.github.camelvision.roboflow.webrtc.core.wire.ChunkReassembler.Limits;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChunkReassemblerTest {

    private final MemoryBudget.Account memory = MemoryBudget.ofHeap(100_000).account("test");
    private final ChunkReassembler reassembler = new ChunkReassembler(new Limits(8, 10, 2, 15), memory);

    @Test
    void returnsAMessageOfOneChunkAtOnce() {
        assertThat(text(reassembler.add(chunk(1, 0, 1, "abc")))).isEqualTo("1:abc");
    }

    @Test
    void joinsChunksByIndexWhateverTheirOrder() {
        assertThat(reassembler.add(chunk(1, 2, 3, "c"))).isNull();
        assertThat(reassembler.add(chunk(1, 0, 3, "a"))).isNull();
        assertThat(text(reassembler.add(chunk(1, 1, 3, "b")))).isEqualTo("1:abc");
        assertThat(reassembler.pendingBytes()).isZero();
    }

    @Test
    void keepsInterleavedFramesApart() {
        reassembler.add(chunk(1, 0, 2, "a"));
        reassembler.add(chunk(0xFFFF_FFFFL, 0, 2, "x"));
        assertThat(text(reassembler.add(chunk(1, 1, 2, "b")))).isEqualTo("1:ab");
        assertThat(text(reassembler.add(chunk(0xFFFF_FFFFL, 1, 2, "y")))).isEqualTo("4294967295:xy");
        assertThat(reassembler.evicted()).isZero();
    }

    @Test
    void ignoresAnEqualDuplicate() {
        reassembler.add(chunk(1, 0, 2, "a"));
        assertThat(reassembler.add(chunk(1, 0, 2, "a"))).isNull();
        assertThat(text(reassembler.add(chunk(1, 1, 2, "b")))).isEqualTo("1:ab");
    }

    @Test
    void refusesADifferentDuplicateAndGivesTheFrameUp() {
        reassembler.add(chunk(1, 0, 3, "a"));
        assertThatThrownBy(() -> reassembler.add(chunk(1, 0, 3, "A"))).isInstanceOf(ProtocolException.class).hasMessageContaining("twice");
        assertThat(reassembler.pendingBytes()).isZero();
        assertThat(reassembler.add(chunk(1, 1, 3, "b"))).isNull();
        assertThat(reassembler.add(chunk(1, 2, 3, "c"))).isNull();
        assertThat(text(reassembler.add(chunk(1, 0, 1, "again")))).isEqualTo("1:again");
    }

    @Test
    void refusesAChangedTotal() {
        reassembler.add(chunk(1, 0, 3, "a"));
        assertThatThrownBy(() -> reassembler.add(chunk(1, 1, 2, "b"))).isInstanceOf(ProtocolException.class)
                .hasMessageContaining("announced 3 chunks, now 2");
        assertThat(reassembler.pendingBytes()).isZero();
    }

    @Test
    void refusesMalformedHeaders() {
        assertThatThrownBy(() -> reassembler.add(new byte[11])).isInstanceOf(ProtocolException.class).hasMessageContaining("shorter");
        assertThatThrownBy(() -> reassembler.add(raw(1, 0, 0))).isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> reassembler.add(raw(1, 3, 3))).isInstanceOf(ProtocolException.class).hasMessageContaining("index");
        assertThatThrownBy(() -> reassembler.add(raw(1, -1, -1))).isInstanceOf(ProtocolException.class);
    }

    @Test
    void reportsATooLargeMessageOnceAndIgnoresItsRest() {
        reassembler.add(chunk(1, 0, 4, "123456"));
        assertThatThrownBy(() -> reassembler.add(chunk(1, 1, 4, "123456"))).isInstanceOf(ProtocolException.class)
                .hasMessageContaining("10 bytes");
        assertThat(reassembler.add(chunk(1, 2, 4, "123456"))).isNull();
        assertThat(reassembler.add(chunk(1, 3, 4, "1"))).isNull();
        assertThat(reassembler.pendingBytes()).isZero();
        assertThat(text(reassembler.add(chunk(2, 0, 1, "ok")))).isEqualTo("2:ok");
        assertThatThrownBy(() -> reassembler.add(chunk(3, 0, 1, "12345678901"))).isInstanceOf(ProtocolException.class);
    }

    @Test
    void refusesTooManyChunksBeforeAllocatingForThem() {
        assertThatThrownBy(() -> reassembler.add(chunk(1, 0, 0xFFFF_FFFFL, "a"))).isInstanceOf(ProtocolException.class)
                .hasMessageContaining("cap is 8");
        assertThat(reassembler.add(chunk(1, 1, 0xFFFF_FFFFL, "b"))).isNull();
        assertThat(reassembler.pendingBytes()).isZero();
    }

    @Test
    void evictsTheOldestWhenTooManyMessagesAreUnfinished() {
        reassembler.add(chunk(1, 0, 2, "a"));
        reassembler.add(chunk(2, 0, 2, "b"));
        reassembler.add(chunk(3, 0, 2, "c"));
        assertThat(reassembler.evicted()).isEqualTo(1);
        assertThat(text(reassembler.add(chunk(2, 1, 2, "B")))).isEqualTo("2:bB");
        assertThat(text(reassembler.add(chunk(3, 1, 2, "C")))).isEqualTo("3:cC");
    }

    @Test
    void evictsOlderMessagesWhenTheirBytesAreTooMany() {
        reassembler.add(chunk(1, 0, 2, "12345678"));
        reassembler.add(chunk(2, 0, 2, "12345678"));
        assertThat(reassembler.evicted()).isEqualTo(1);
        assertThat(reassembler.pendingBytes()).isEqualTo(8);
        assertThat(text(reassembler.add(chunk(2, 1, 2, "9")))).isEqualTo("2:123456789");
    }

    @Test
    void evictsAYoungerMessageRatherThanTheOneThatGrows() {
        reassembler.add(chunk(1, 0, 3, "1"));
        reassembler.add(chunk(2, 0, 2, "12345678"));
        reassembler.add(chunk(1, 1, 3, "2345678"));
        assertThat(reassembler.evicted()).isEqualTo(1);
        assertThat(text(reassembler.add(chunk(1, 2, 3, "9")))).isEqualTo("1:123456789");
    }

    private static byte[] chunk(long frameId, long index, long total, String text) {
        byte[] payload = text.getBytes(StandardCharsets.US_ASCII);
        byte[] message = new byte[ChunkHeader.SIZE + payload.length];
        new ChunkHeader(frameId, index, total).writeTo(message);
        System.arraycopy(payload, 0, message, ChunkHeader.SIZE, payload.length);
        return message;
    }

    private static byte[] raw(long frameId, long index, long total) {
        byte[] message = new byte[ChunkHeader.SIZE];
        List<Long> fields = List.of(frameId, index, total);
        for (int i = 0; i < fields.size(); i++) {
            LittleEndian.putUint32(message, 4 * i, fields.get(i));
        }
        return message;
    }

    private static String text(Assembled assembled) {
        return assembled.frameId() + ":" + new String(assembled.payload(), StandardCharsets.US_ASCII);
    }

    @Test
    void asMuchAsTheCapsIsTaken() {
        assertThat(text(reassembler.add(chunk(1, 0, 1, "1234567890")))).isEqualTo("1:1234567890");
        for (int i = 0; i < 7; i++) {
            assertThat(reassembler.add(chunk(2, i, 8, "1"))).isNull();
        }
        assertThat(text(reassembler.add(chunk(2, 7, 8, "234")))).isEqualTo("2:1111111234");
        reassembler.add(chunk(3, 0, 2, "1234567890"));
        reassembler.add(chunk(4, 0, 2, "12345"));
        assertThat(reassembler.pendingBytes()).isEqualTo(15);
        assertThat(reassembler.evicted()).isZero();
    }

    @Test
    void whatIsHeldIsTakenFromTheAccountAndGivenBack() {
        reassembler.add(chunk(1, 0, 1, "abc"));
        assertThat(memory.held()).as("a whole message is its reader's").isEqualTo(3);
        memory.give(3);
        reassembler.add(chunk(2, 0, 2, "abc"));
        assertThat(memory.held()).isEqualTo(3 + MemoryBudget.OVERHEAD);
        reassembler.add(chunk(2, 0, 2, "abc"));
        assertThat(memory.held()).as("a repeated chunk").isEqualTo(3 + MemoryBudget.OVERHEAD);
        reassembler.add(chunk(2, 1, 2, "de"));
        assertThat(memory.held()).isEqualTo(5);
        memory.give(5);
        reassembler.add(chunk(3, 0, 2, "abc"));
        reassembler.clear();
        assertThat(memory.held()).isZero();
        assertThat(reassembler.pendingBytes()).isZero();
        assertThat(reassembler.add(chunk(3, 1, 2, "d"))).as("it begins anew").isNull();
        assertThat(text(reassembler.add(chunk(3, 0, 2, "xyz")))).isEqualTo("3:xyzd");
    }

    @Test
    void whatIsGivenUpIsHeldNoMoreAndItsRestIsIgnored() {
        reassembler.add(chunk(1, 0, 3, "a"));
        assertThatThrownBy(() -> reassembler.add(chunk(1, 0, 2, "b"))).isInstanceOf(ProtocolException.class);
        assertThat(memory.held()).isZero();
        assertThat(reassembler.add(chunk(1, 1, 3, "c"))).isNull();
        assertThat(memory.held()).isZero();
        reassembler.add(chunk(2, 0, 2, "12345678"));
        reassembler.add(chunk(3, 0, 2, "12345678"));
        assertThat(memory.held()).isEqualTo(8 + MemoryBudget.OVERHEAD);
    }

    @Test
    void whatTheAccountMayNotHoldIsRefused() {
        MemoryBudget.Account small = MemoryBudget.ofHeap(MemoryBudget.OVERHEAD + 8).account("test");
        ChunkReassembler poor = new ChunkReassembler(Limits.DEFAULT, small);
        byte[] large = chunk(1, 0, 1, "x".repeat(MemoryBudget.OVERHEAD));
        assertThatThrownBy(() -> poor.add(large)).isInstanceOf(OverBudgetException.class);
        assertThatThrownBy(() -> poor.add(chunk(2, 0, 2, "x"))).isInstanceOf(OverBudgetException.class);
        assertThat(small.held()).isZero();
        assertThat(poor.add(chunk(2, 1, 2, "y"))).as("its rest is ignored").isNull();
    }

    @Test
    void limitsBelowWhatOneMessageNeedsAreRefused() {
        new Limits(1, 1, 1, 1);
        assertThatThrownBy(() -> new Limits(0, 1, 1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Limits(1, 0, 1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Limits(1, 1, 0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Limits(1, 2, 1, 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
