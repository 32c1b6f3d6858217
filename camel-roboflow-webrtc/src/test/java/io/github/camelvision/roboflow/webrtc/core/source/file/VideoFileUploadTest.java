package io.github.camelvision.roboflow.webrtc.core.source.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelvision.roboflow.webrtc.core.error.SourceException;
import io.github.camelvision.roboflow.webrtc.core.source.FakeHost;
import io.github.camelvision.roboflow.webrtc.core.source.OutputRequest;
import io.github.camelvision.roboflow.webrtc.core.source.Source;
import io.github.camelvision.roboflow.webrtc.core.source.SourceRun;
import io.github.camelvision.roboflow.webrtc.core.wire.UploadChunk;
import io.github.camelvision.roboflow.webrtc.testing.FakeChannel;
import io.github.camelvision.roboflow.webrtc.testing.FakeRtcPeer;
import io.github.camelvision.roboflow.webrtc.testing.Waiting;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VideoFileUploadTest {

    private static final int CHUNK = UploadChunk.PAYLOAD;

    @TempDir
    Path directory;
    private final FakeHost host = new FakeHost();
    private final FakeRtcPeer peer = FakeRtcPeer.alone();
    private Path file;
    private byte[] content;
    private SourceRun run;
    private FakeChannel channel;

    @BeforeEach
    void makeFile() throws IOException {
        file = directory.resolve("video.mp4");
        content = new byte[20 * CHUNK + 7];
        new Random(1).nextBytes(content);
        Files.write(file, content);
    }

    @AfterEach
    void close() {
        if (run != null) {
            host.onLoop(run::close);
        }
        host.close();
    }

    private void attach() {
        run = new VideoFileSource(file, false).attach(peer, host);
        channel = peer.channel("video_upload");
    }

    private void start() {
        attach();
        channel.open();
        host.onLoop(run::connected);
    }

    private void awaitSent(int chunks) {
        Waiting.await(chunks + " chunks").until(() -> channel.sent().size() >= chunks);
    }

    private void awaitFailure(String part) {
        Waiting.await("failure").until(() -> !host.failures.isEmpty());
        assertThat(host.failures).singleElement().satisfies(failure -> {
            assertThat(failure).hasMessageContaining("source=file").hasMessageContaining(part);
            assertThat(failure.retryable()).isFalse();
        });
    }

    private byte[] received() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < channel.sent().size(); i++) {
            UploadChunk chunk = UploadChunk.parse(channel.sent().get(i).data());
            assertThat(chunk.index()).isEqualTo(i);
            assertThat(chunk.total()).isEqualTo(21);
            bytes.writeBytes(chunk.payload());
        }
        return bytes.toByteArray();
    }

    @Test
    void uploadsTheFileInChunksAndTellsTheProgress() {
        start();
        awaitSent(21);
        assertThat(received()).isEqualTo(content);
        Waiting.await("progress").until(() -> host.uploads.size() == 21);
        assertThat(host.uploads).startsWith("1/21").endsWith("21/21");
        channel.closeByServer();
        host.onLoop(() -> {});
        assertThat(host.failures).isEmpty();
    }

    @Test
    void startsOnlyWhenBothTheSessionAndTheUploadChannelAreOpen() {
        attach();
        host.onLoop(run::connected);
        assertThat(channel.sent()).isEmpty();
        channel.open();
        awaitSent(21);
        assertThat(received()).isEqualTo(content);
    }

    @Test
    void waitsWhileMoreThan256KiBAreBuffered() {
        attach();
        channel.bufferedPerMessage(CHUNK);
        channel.open();
        host.onLoop(run::connected);
        awaitSent(6);
        Waiting.await("nothing more").during(Duration.ofMillis(50)).until(() -> channel.sent().size() == 6);
        channel.bufferedPerMessage(0);
        channel.bufferedAmount(256 * 1024);
        awaitSent(21);
        assertThat(received()).isEqualTo(content);
    }

    @Test
    void offersAChunkAgainThatFoundNoRoom() {
        attach();
        channel.room(false);
        channel.open();
        host.onLoop(run::connected);
        Waiting.await("attempts").until(() -> channel.refused() > 2);
        channel.room(true);
        awaitSent(21);
        assertThat(received()).isEqualTo(content);
    }

    @Test
    void failsWhenTheServerClosesTheChannelInBetween() {
        attach();
        channel.bufferedPerMessage(CHUNK);
        channel.open();
        host.onLoop(run::connected);
        awaitSent(6);
        channel.closeByServer();
        awaitFailure("6 of 21 chunks");
    }

    @Test
    void failsWhenTheFileShrinksInBetween() throws IOException {
        attach();
        channel.bufferedPerMessage(CHUNK);
        channel.open();
        host.onLoop(run::connected);
        awaitSent(6);
        try (FileChannel shrinking = FileChannel.open(file, StandardOpenOption.WRITE)) {
            shrinking.truncate(8 * CHUNK);
        }
        channel.bufferedPerMessage(0);
        channel.bufferedAmount(0);
        awaitFailure("shorter");
    }

    @Test
    void failsWhenTheFileIsGoneBeforeTheUpload() throws IOException {
        attach();
        Files.delete(file);
        channel.open();
        host.onLoop(run::connected);
        awaitFailure("video.mp4");
    }

    @Test
    void failsWhenTheServerTakesOnlySmallerMessages() {
        attach();
        channel.maxMessageSize(16_384);
        channel.open();
        host.onLoop(run::connected);
        awaitFailure("messages of " + (CHUNK + UploadChunk.HEADER_SIZE) + " bytes");
    }

    @Test
    void closedInBetweenItSendsNothingMore() {
        attach();
        channel.bufferedPerMessage(CHUNK);
        channel.open();
        host.onLoop(run::connected);
        awaitSent(6);
        host.onLoop(run::close);
        host.onLoop(run::close);
        channel.bufferedPerMessage(0);
        channel.bufferedAmount(0);
        Waiting.await("nothing more").during(Duration.ofMillis(30)).until(() -> channel.sent().size() == 6);
        channel.closeByServer();
        host.onLoop(() -> {});
        assertThat(host.failures).isEmpty();
    }

    @Test
    void refusesAFileThatIsMissingEmptyOrADirectory() throws IOException {
        Path empty = Files.createFile(directory.resolve("empty.mp4"));
        for (Path path : List.of(directory.resolve("missing.mp4"), empty, directory)) {
            assertThatThrownBy(() -> new VideoFileSource(path, false).attach(peer, host)).isInstanceOf(SourceException.class)
                    .hasMessageContaining("sourceUri").hasMessageContaining(path.getFileName().toString());
        }
        assertThat(peer.calls()).isEmpty();
    }

    @Test
    void refusesAFileThatMayNotBeRead() {
        Assumptions.assumeTrue(file.toFile().setReadable(false) && !Files.isReadable(file), "this user may read everything");
        assertThatThrownBy(() -> new VideoFileSource(file, false).attach(peer, host)).isInstanceOf(SourceException.class)
                .hasMessageContaining("may not be read");
    }

    @Test
    void asksForFramesAsData() {
        attach();
        OutputRequest asked = run.outputs(new OutputRequest(List.of("image", " ", "predictions"), List.of("predictions"), false));
        assertThat(asked).isEqualTo(new OutputRequest(List.of(), List.of("predictions", "image"), false));
        assertThat(run.requestParameters()).containsEntry("video_file_upload", true);
        assertThat(peer.calls()).containsExactly("createChannel video_upload");
    }

    @Test
    void asksForFramesByTrack() {
        Source source = new VideoFileSource(file, true);
        run = source.attach(peer, host);
        OutputRequest wanted = new OutputRequest(List.of("image"), List.of("predictions"), false);
        assertThat(run.outputs(wanted)).isEqualTo(wanted);
        assertThat(peer.calls()).containsExactly("receiveVideo", "createChannel video_upload");
        assertThat(source.live()).isFalse();
        assertThat(source.realtimeByDefault()).isFalse();
    }
}
