package io.github.camelvision.roboflow.webrtc.core.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelvision.roboflow.webrtc.core.error.ProtocolException;
import io.github.camelvision.roboflow.webrtc.core.error.SourceException;
import io.github.camelvision.roboflow.webrtc.core.wire.UploadChunk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploadAssemblerTest {

    @TempDir
    Path directory;

    @Test
    void putsTheChunksTogetherAndHandsOverTheFile() throws IOException {
        try (UploadAssembler assembler = new UploadAssembler(directory, 1000)) {
            assertThat(assembler.add(chunk(0, 3, "abc"))).isFalse();
            assertThat(assembler.add(chunk(1, 3, "def"))).isFalse();
            assertThat(assembler.add(chunk(2, 3, "g"))).isTrue();
            assertThat(assembler.bytes()).isEqualTo(7);
            Path file = assembler.takeFile();
            assembler.close();
            assertThat(Files.readString(file)).isEqualTo("abcdefg");
        }
    }

    @Test
    void aRepeatedChunkIsIgnored() throws IOException {
        try (UploadAssembler assembler = new UploadAssembler(directory, 1000)) {
            assembler.add(chunk(0, 2, "abc"));
            assertThat(assembler.add(chunk(0, 2, "abc"))).isFalse();
            assertThat(assembler.add(chunk(1, 2, "d"))).isTrue();
            assertThat(Files.readString(assembler.takeFile())).isEqualTo("abcd");
        }
    }

    @Test
    void aGapAnotherTotalAndAChunkAfterTheEndAreRefused() {
        try (UploadAssembler assembler = new UploadAssembler(directory, 1000)) {
            assembler.add(chunk(0, 2, "abc"));
            assertThatThrownBy(() -> assembler.add(chunk(1, 3, "abc"))).isInstanceOf(ProtocolException.class)
                    .hasMessageContaining("2 chunks");
            assembler.add(chunk(1, 2, "d"));
            assertThatThrownBy(() -> assembler.add(chunk(1, 2, "d"))).isInstanceOf(ProtocolException.class)
                    .hasMessageContaining("complete");
        }
        try (UploadAssembler assembler = new UploadAssembler(directory, 1000)) {
            assertThatThrownBy(() -> assembler.add(chunk(1, 3, "abc"))).isInstanceOf(ProtocolException.class)
                    .hasMessageContaining("missing");
        }
    }

    @Test
    void aFileOverTheLimitIsRefusedAtItsFirstChunkIfThatTells() {
        try (UploadAssembler assembler = new UploadAssembler(directory, 10)) {
            assertThatThrownBy(() -> assembler.add(chunk(0, 5, "abc"))).isInstanceOf(ProtocolException.class)
                    .hasMessageContaining("maxUploadSize");
        }
        try (UploadAssembler assembler = new UploadAssembler(directory, 4)) {
            assembler.add(chunk(0, 2, "abc"));
            assertThatThrownBy(() -> assembler.add(chunk(1, 2, "de"))).isInstanceOf(ProtocolException.class);
        }
    }

    @Test
    void anIncompleteFileIsDeleted() throws IOException {
        UploadAssembler assembler = new UploadAssembler(directory, 1000);
        assembler.add(chunk(0, 2, "abc"));
        assertThat(count()).isEqualTo(1);
        assembler.close();
        assembler.close();
        assertThat(count()).isZero();
    }

    @Test
    void aDirectoryThatDoesNotExistIsASourceError() {
        try (UploadAssembler assembler = new UploadAssembler(directory.resolve("absent"), 1000)) {
            assertThatThrownBy(() -> assembler.add(chunk(0, 2, "abc"))).isInstanceOf(SourceException.class);
        }
    }

    private long count() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.count();
        }
    }

    private static byte[] chunk(long index, long total, String text) {
        return new UploadChunk(index, total, WorkerRequests.utf8(text)).encode();
    }
}
