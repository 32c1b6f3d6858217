package io.github.camelvision.roboflow.webrtc.core.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelvision.roboflow.webrtc.core.memory.MemoryBudget;
import io.github.camelvision.roboflow.webrtc.core.result.FrameMetadata;
import io.github.camelvision.roboflow.webrtc.testing.ServerMessages;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The encoders and decoders against bytes that a program in another language wrote. */
class GoldenWireTest {

    private static final int FULL = ChunkSplitter.CHUNK_PAYLOAD;
    private static final byte[] OUTPUTS = ("{\"predictions\":{\"image\":{\"width\":640,\"height\":480},\"predictions\":[]},"
            + "\"text\":\"Gr\u00fc\u00dfe, \u4e16\u754c\"}").getBytes(StandardCharsets.UTF_8);

    @ParameterizedTest
    @CsvSource({"chunks-empty.bin, 1, 0", "chunks-exact.bin, 2, 49152", "chunks-three.bin, 4294967294, 98309"})
    void splitsAndReassemblesLikeTheOtherProgram(String file, long frameId, int length) {
        byte[] payload = GoldenWire.pattern(length);
        List<byte[]> golden = GoldenWire.messages(file);

        assertThat(ChunkSplitter.split(frameId, payload, FULL)).usingElementComparator(Arrays::compare)
                .containsExactlyElementsOf(golden);

        ChunkReassembler reassembler = new ChunkReassembler(ChunkReassembler.Limits.DEFAULT, MemoryBudget.heap().account("test"));
        ChunkReassembler.Assembled whole = null;
        for (byte[] message : golden) {
            assertThat(whole).isNull();
            whole = reassembler.add(message);
        }
        assertThat(whole.frameId()).isEqualTo(frameId);
        assertThat(whole.payload()).isEqualTo(payload);
    }

    @Test
    void writesAndReadsAnUploadChunk() {
        byte[] golden = GoldenWire.bytes("upload-chunk.bin");
        UploadChunk chunk = UploadChunk.parse(golden);
        assertThat(chunk.index()).isEqualTo(3);
        assertThat(chunk.total()).isEqualTo(0x8000_0001L);
        assertThat(chunk.payload()).isEqualTo(GoldenWire.pattern(100));
        assertThat(chunk.encode()).isEqualTo(golden);
    }

    @Test
    void writesServerMessagesWithEveryKey() {
        FrameMetadata metadata = new FrameMetadata(17, "2026-11-21T00:29:02.791124", 46620L, 0.25, 30.0, 29.5, 640, 480);
        assertText(ServerMessages.encode(metadata, OUTPUTS, List.of("Output 'f' not found", "quote \" and \\ and \n"), false, null),
                "server-full.bin");
        assertText(ServerMessages.encode(new FrameMetadata(301, null, null, null, null, null, null, null), null, List.of(), true,
                "timeout_reached"), "server-last.bin");
        assertText(ServerMessages.encode(null, null, List.of(), false, null), "server-bare.bin");
    }

    @Test
    void inflatesWhatPythonCompressed() throws Exception {
        byte[] inflated = Inflate.gunzipIfNeeded(GoldenWire.bytes("server-full-gzip.bin"), 1 << 20);
        assertThat(inflated).isEqualTo(GoldenWire.bytes("server-full-plain.bin"));
        ObjectMapper json = new ObjectMapper();
        assertThat(json.readTree(inflated)).isEqualTo(json.readTree(GoldenWire.bytes("server-full.bin")));
    }

    @Test
    void writesAndReadsClientMessages() {
        List<ClientMessage> messages = List.of(new ClientMessage.Ack(17), new ClientMessage.Outputs(List.of("image"), null),
                new ClientMessage.Outputs(null, List.of()), new ClientMessage.Outputs(List.of(), List.of("*")));
        List<byte[]> golden = GoldenWire.messages("client-messages.bin");
        assertThat(golden).hasSameSizeAs(messages);
        for (int i = 0; i < golden.size(); i++) {
            String text = new String(golden.get(i), StandardCharsets.UTF_8);
            assertThat(messages.get(i).encode()).isEqualTo(text);
            assertThat(ClientMessage.parse(text)).isEqualTo(messages.get(i));
        }
    }

    private static void assertText(byte[] actual, String file) {
        assertThat(new String(actual, StandardCharsets.UTF_8)).isEqualTo(new String(GoldenWire.bytes(file), StandardCharsets.UTF_8));
        assertThat(actual).isEqualTo(GoldenWire.bytes(file));
    }
}
