package io.github.camelvision.roboflow.webrtc.core.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelvision.roboflow.webrtc.core.error.ProtocolException;
import org.junit.jupiter.api.Test;

class StreamManagerFrameTest {

    @Test
    void writesABigEndianLengthBeforeTheJson() {
        assertThat(StreamManagerFrame.encode(new byte[] {'{', '}'})).containsExactly(0, 0, 0, 2, '{', '}');
        assertThat(StreamManagerFrame.encode(new byte[0x0102])).startsWith(0, 0, 1, 2).hasSize(4 + 0x0102);
    }

    @Test
    void readsTheLength() {
        assertThat(StreamManagerFrame.payloadLength(new byte[] {0, 1, 0, (byte) 0x80}, 1 << 20)).isEqualTo(0x10080);
        assertThat(StreamManagerFrame.payloadLength(new byte[] {0, 0, 0, 9}, 9)).isEqualTo(9);
    }

    @Test
    void refusesLengthsBeyondTheCap() {
        assertThatThrownBy(() -> StreamManagerFrame.payloadLength(new byte[] {0, 0, 0, 10}, 9)).isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> StreamManagerFrame.payloadLength(new byte[] {(byte) 0xff, 0, 0, 0}, Integer.MAX_VALUE))
                .isInstanceOf(ProtocolException.class).hasMessageContaining("4278190080");
    }

    @Test
    void refusesEmptyFramesAndHeadersOfAnotherSize() {
        assertThatThrownBy(() -> StreamManagerFrame.payloadLength(new byte[4], 9)).isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> StreamManagerFrame.payloadLength(new byte[3], 9)).isInstanceOf(ProtocolException.class);
    }
}
