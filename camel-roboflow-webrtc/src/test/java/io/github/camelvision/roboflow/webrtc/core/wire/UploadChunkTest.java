package io.github.camelvision.roboflow.webrtc.core.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelvision.roboflow.webrtc.core.error.ProtocolException;
import org.junit.jupiter.api.Test;

class UploadChunkTest {

    @Test
    void tellsKeepAlivesFromChunks() {
        assertThat(UploadChunk.isKeepAlive(new byte[0])).isTrue();
        assertThat(UploadChunk.isKeepAlive(new byte[1])).isTrue();
        assertThat(UploadChunk.isKeepAlive(new byte[2])).isFalse();
    }

    @Test
    void refusesMalformedMessages() {
        assertThatThrownBy(() -> UploadChunk.parse(new byte[7])).isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> UploadChunk.parse(new byte[8])).isInstanceOf(ProtocolException.class).hasMessageContaining("below");
        byte[] tooLong = new byte[UploadChunk.HEADER_SIZE + UploadChunk.MAX_PAYLOAD + 1];
        LittleEndian.putUint32(tooLong, 4, 1);
        assertThatThrownBy(() -> UploadChunk.parse(tooLong)).isInstanceOf(ProtocolException.class).hasMessageContaining("4194304");
    }

    @Test
    void refusesToMakeChunksThatCannotBe() {
        assertThatThrownBy(() -> new UploadChunk(1, 1, new byte[0])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new UploadChunk(0, 1L << 32, new byte[0])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new UploadChunk(0, 1, new byte[UploadChunk.MAX_PAYLOAD + 1])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void countsTheChunksOfAFile() {
        assertThat(UploadChunk.chunksOf(0)).isEqualTo(1);
        assertThat(UploadChunk.chunksOf(1)).isEqualTo(1);
        assertThat(UploadChunk.chunksOf(49152)).isEqualTo(1);
        assertThat(UploadChunk.chunksOf(49153)).isEqualTo(2);
        assertThat(UploadChunk.chunksOf(5L << 30)).isEqualTo(109227);
    }

    @Test
    void theLargestChunkIsTaken() {
        UploadChunk largest = new UploadChunk(0xFFFF_FFFEL, 0xFFFF_FFFFL, new byte[UploadChunk.MAX_PAYLOAD]);
        UploadChunk read = UploadChunk.parse(largest.encode());
        assertThat(read.index()).isEqualTo(0xFFFF_FFFEL);
        assertThat(read.total()).isEqualTo(0xFFFF_FFFFL);
        assertThat(read.payload()).hasSize(UploadChunk.MAX_PAYLOAD);
        assertThatThrownBy(() -> new UploadChunk(-1, 1, new byte[0])).isInstanceOf(IllegalArgumentException.class);
    }
}
