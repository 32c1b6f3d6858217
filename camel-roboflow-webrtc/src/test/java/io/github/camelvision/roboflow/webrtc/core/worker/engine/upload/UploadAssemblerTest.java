package io.github.camelvision.roboflow.webrtc.core.worker.engine.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelvision.roboflow.webrtc.core.error.OverBudgetException;
import io.github.camelvision.roboflow.webrtc.core.error.ProtocolException;
import io.github.camelvision.roboflow.webrtc.core.error.SourceException;
import io.github.camelvision.roboflow.webrtc.core.memory.MemoryBudget;
import io.github.camelvision.roboflow.webrtc.core.wire.UploadChunk;
import io.github.camelvision.roboflow.webrtc.core.worker.engine.shared.UploadQuota;
import io.github.camelvision.roboflow.webrtc.core.worker.request.WorkerRequests;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploadAssemblerTest {

    private static final MemoryBudget.Account MEMORY = MemoryBudget.heap().account("test");

    @TempDir
    Path directory;

    @Test
    void allUploadsTogetherKeepToTheirQuotaAndGiveItBack() throws IOException {
        UploadQuota quota = new UploadQuota(10);
        try (UploadAssembler first = new UploadAssembler(directory, 1000, quota, MEMORY);
                UploadAssembler second = new UploadAssembler(directory, 1000, quota, MEMORY)) {
            first.add(new UploadChunk(0, 2, new byte[6]).encode());
            assertThatThrownBy(() -> second.add(new UploadChunk(0, 2, new byte[6]).encode())).isInstanceOf(ProtocolException.class)
                    .hasMessageContaining("maxUploadTotal");
            first.close();
            assertThat(quota.used()).isZero();
        }
        try (UploadAssembler whole = new UploadAssembler(directory, 1000, quota, MEMORY)) {
            whole.add(new UploadChunk(1, 2, new byte[3]).encode());
            whole.add(new UploadChunk(0, 2, new byte[3]).encode());
            UploadedFile file = whole.takeFile();
            assertThat(quota.used()).isEqualTo(6);
            file.delete();
            assertThat(quota.used()).isZero();
        }
    }

    @Test
    void putsTheChunksTogetherAndHandsOverTheFile() throws IOException {
        try (UploadAssembler assembler = new UploadAssembler(directory, 1000, new UploadQuota(Long.MAX_VALUE), MEMORY)) {
            assertThat(assembler.add(chunk(0, 3, "abc"))).isFalse();
            assertThat(assembler.add(chunk(1, 3, "def"))).isFalse();
            assertThat(assembler.add(chunk(2, 3, "g"))).isTrue();
            assertThat(assembler.bytes()).isEqualTo(7);
            Path file = assembler.takeFile().path();
            assembler.close();
            assertThat(Files.readString(file)).isEqualTo("abcdefg");
        }
    }

    @Test
    void aRepeatedChunkIsIgnored() throws IOException {
        try (UploadAssembler assembler = new UploadAssembler(directory, 1000, new UploadQuota(Long.MAX_VALUE), MEMORY)) {
            assembler.add(chunk(0, 2, "abc"));
            assertThat(assembler.add(chunk(0, 2, "abc"))).isFalse();
            assertThat(assembler.add(chunk(1, 2, "d"))).isTrue();
            assertThat(Files.readString(assembler.takeFile().path())).isEqualTo("abcd");
        }
    }

    @Test
    void anotherTotalAndAChunkAfterTheEndAreRefused() {
        try (UploadAssembler assembler = new UploadAssembler(directory, 1000, new UploadQuota(Long.MAX_VALUE), MEMORY)) {
            assembler.add(chunk(0, 2, "abc"));
            assertThatThrownBy(() -> assembler.add(chunk(1, 3, "abc"))).isInstanceOf(ProtocolException.class)
                    .hasMessageContaining("2 chunks");
            assembler.add(chunk(1, 2, "d"));
            assertThatThrownBy(() -> assembler.add(chunk(1, 2, "d"))).isInstanceOf(ProtocolException.class)
                    .hasMessageContaining("complete");
        }
    }

    @Test
    void chunksMayHaveAnySizeAndComeInAnyOrder() throws IOException {
        Random random = new Random(7);
        for (int round = 0; round < 50; round++) {
            int total = 1 + random.nextInt(40);
            StringBuilder whole = new StringBuilder();
            List<byte[]> chunks = new ArrayList<>();
            for (int i = 0; i < total; i++) {
                String part = ("<" + i + ">").repeat(random.nextInt(30));
                whole.append(part);
                chunks.add(chunk(i, total, part));
                if (random.nextInt(5) == 0) {
                    chunks.add(chunk(i, total, "<again>"));
                }
            }
            // repeats come after their chunk, or they would be taken for it
            List<byte[]> order = shuffledKeepingRepeatsLast(chunks, random);
            try (UploadAssembler assembler = new UploadAssembler(directory, 1_000_000, new UploadQuota(Long.MAX_VALUE), MEMORY)) {
                boolean complete = false;
                for (byte[] message : order) {
                    complete = complete || assembler.add(message);
                }
                assertThat(complete).isTrue();
                assertThat(Files.readString(assembler.takeFile().path())).isEqualTo(whole.toString());
            }
        }
    }

    private static List<byte[]> shuffledKeepingRepeatsLast(List<byte[]> chunks, Random random) {
        List<byte[]> first = new ArrayList<>();
        List<byte[]> repeats = new ArrayList<>();
        for (byte[] chunk : chunks) {
            (new String(chunk, StandardCharsets.US_ASCII).contains("again") ? repeats : first).add(chunk);
        }
        Collections.shuffle(first, random);
        byte[] last = first.remove(first.size() - 1);
        first.addAll(repeats.stream().filter(repeat -> repeat[0] != last[0]).toList());
        first.add(last);
        return first;
    }

    @Test
    void earlyChunksWaitOnTheDiskAndNotForEver() throws IOException {
        try (UploadAssembler assembler = new UploadAssembler(directory, 1_000_000, new UploadQuota(Long.MAX_VALUE), MEMORY)) {
            for (int i = 1; i <= UploadAssembler.MAX_EARLY; i++) {
                assembler.add(chunk(i, 100_000, "x"));
            }
            assertThat(count()).isEqualTo(2);
            assertThatThrownBy(() -> assembler.add(chunk(UploadAssembler.MAX_EARLY + 1, 100_000, "x")))
                    .isInstanceOf(ProtocolException.class).hasMessageContaining("Chunk 0").hasMessageContaining("missing");
        }
        assertThat(count()).isZero();
    }

    @Test
    void earlyChunksCountAsTheSessionsMemoryUntilTheirPredecessorsAreThere() {
        MemoryBudget budget = MemoryBudget.ofHeap(10L * MemoryBudget.OVERHEAD);
        MemoryBudget.Account account = budget.account("Session a");
        try (UploadAssembler assembler = new UploadAssembler(directory, 1_000_000, new UploadQuota(Long.MAX_VALUE), account)) {
            for (int i = 1; i <= 5; i++) {
                assembler.add(chunk(i, 100, "x"));
            }
            assertThatThrownBy(() -> assembler.add(chunk(6, 100, "x"))).isInstanceOf(OverBudgetException.class)
                    .hasMessageContaining("Session a holds").hasMessageContaining("memoryBudget");
            assertThat(budget.refused()).isEqualTo(1);
            assembler.add(chunk(0, 100, "x"));
            assertThat(account.held()).isZero();
            assembler.add(chunk(7, 100, "x"));
            assertThat(account.held()).isPositive();
        }
        assertThat(account.held()).isZero();
    }

    @Test
    void aFileOverTheLimitIsRefusedAtItsFirstChunkIfThatTells() {
        try (UploadAssembler assembler = new UploadAssembler(directory, 10, new UploadQuota(Long.MAX_VALUE), MEMORY)) {
            assertThatThrownBy(() -> assembler.add(chunk(0, 5, "abc"))).isInstanceOf(ProtocolException.class)
                    .hasMessageContaining("maxUploadSize");
        }
        try (UploadAssembler assembler = new UploadAssembler(directory, 4, new UploadQuota(Long.MAX_VALUE), MEMORY)) {
            assembler.add(chunk(0, 2, "abc"));
            assertThatThrownBy(() -> assembler.add(chunk(1, 2, "de"))).isInstanceOf(ProtocolException.class);
        }
    }

    @Test
    void anIncompleteFileIsDeleted() throws IOException {
        UploadAssembler assembler = new UploadAssembler(directory, 1000, new UploadQuota(Long.MAX_VALUE), MEMORY);
        assembler.add(chunk(0, 2, "abc"));
        assertThat(count()).isEqualTo(1);
        assembler.close();
        assembler.close();
        assertThat(count()).isZero();
    }

    @Test
    void aDirectoryThatDoesNotExistIsASourceError() {
        try (UploadAssembler assembler = new UploadAssembler(directory.resolve("absent"), 1000, new UploadQuota(Long.MAX_VALUE), MEMORY)) {
            assertThatThrownBy(() -> assembler.add(chunk(0, 2, "abc"))).isInstanceOf(SourceException.class);
        }
    }

    @Test
    void anUploadStopsBeforeTheDiskIsFull() {
        try (UploadAssembler assembler = new UploadAssembler(directory, 1000, new UploadQuota(Long.MAX_VALUE), MEMORY, Long.MAX_VALUE)) {
            assertThatThrownBy(() -> assembler.add(chunk(0, 2, "abc"))).isInstanceOf(SourceException.class)
                    .hasMessageContaining("are free").hasMessageContaining("uploadDir");
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
