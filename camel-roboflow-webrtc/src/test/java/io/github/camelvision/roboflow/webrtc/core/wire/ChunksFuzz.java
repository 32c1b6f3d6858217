package io.github.camelvision.roboflow.webrtc.core.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.core.error.ProtocolException;
import io.github.camelvision.roboflow.webrtc.core.memory.MemoryBudget;
import io.github.camelvision.roboflow.webrtc.core.wire.ChunkReassembler.Assembled;
import io.github.camelvision.roboflow.webrtc.core.wire.ChunkReassembler.Limits;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Coverage-guided fuzzing of what arrives on the data channels; {@code verify} replays the inputs that were kept. */
public final class ChunksFuzz {

    private static final Limits LIMITS = new Limits(16, 4096, 4, 8192);

    public static final class Reassembly {
        public static void fuzzerTestOneInput(byte[] data) {
            ChunkReassembler reassembler = new ChunkReassembler(LIMITS, MemoryBudget.heap().account("test"));
            // each message is led by a byte with its length
            int at = 0;
            while (at < data.length) {
                int end = Math.min(data.length, at + 1 + (data[at] & 0x3F));
                byte[] message = Arrays.copyOfRange(data, at + 1, end);
                at = end;
                try {
                    Assembled whole = reassembler.add(message);
                    assertThat(whole == null || whole.payload().length <= 4096).isTrue();
                } catch (ProtocolException e) {
                    assertThat(e.getMessage()).isNotBlank();
                }
                assertThat(reassembler.pendingBytes()).isBetween(0L, 8192L);
            }
            reassembler.evicted();
        }
    }

    public static final class Upload {
        public static void fuzzerTestOneInput(byte[] message) {
            try {
                UploadChunk chunk = UploadChunk.parse(message);
                assertThat(chunk.index()).isBetween(0L, chunk.total() - 1);
            } catch (ProtocolException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
            UploadChunk.isKeepAlive(message);
        }
    }

    public static final class Gzip {
        public static void fuzzerTestOneInput(byte[] payload) {
            try {
                assertThat(Inflate.gunzipIfNeeded(payload, 1 << 16).length).isLessThanOrEqualTo(Math.max(payload.length, 1 << 16));
            } catch (ProtocolException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        }
    }

    public static final class FromClient {
        public static void fuzzerTestOneInput(byte[] text) {
            String message = new String(text, StandardCharsets.UTF_8);
            try {
                ClientMessage.parseAll(message);
            } catch (ProtocolException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
            try {
                StreamManagerOutputs.parse(message);
            } catch (ProtocolException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        }
    }

    public static final class TcpFrame {
        public static void fuzzerTestOneInput(byte[] header) {
            if (header.length == 4) {
                try {
                    assertThat(StreamManagerFrame.payloadLength(header, 1 << 20)).isBetween(0, 1 << 20);
                } catch (ProtocolException e) {
                    assertThat(e.getMessage()).isNotBlank();
                }
            }
        }
    }
}
