package io.github.camelvision.roboflow.webrtc.core.source.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.error.SourceException;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.source.VideoBitrate;
import io.github.camelvision.roboflow.webrtc.testing.FfmpegCli;
import io.github.camelvision.roboflow.webrtc.testing.PaintedFrames;
import io.github.camelvision.roboflow.webrtc.testing.Ports;
import io.github.camelvision.roboflow.webrtc.testing.TestVideos;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A stream by RTMP from a real server, FFmpeg's own, which serves one reader and then ends: numbered frames, an outage, and the return. */
@Timeout(180)
class RtmpCameraIT {

    private static final Duration LIMIT = Duration.ofSeconds(45);
    private static final int FRAMES = 20;

    private final int port = Ports.take();
    private final Queue<Frame> frames = new ConcurrentLinkedQueue<>();
    private final List<SourceException> outages = new CopyOnWriteArrayList<>();
    private Process server;
    private CaptureLoop capture;

    @BeforeEach
    void requireServer() {
        FfmpegCli.assumeAvailable();
    }

    @AfterEach
    void close() throws Exception {
        if (capture != null) {
            capture.close();
            capture.ended().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        }
        stopServer();
    }

    private void startServer() throws IOException {
        server = new ProcessBuilder("/usr/bin/ffmpeg", "-v", "error", "-nostdin", "-re", "-stream_loop", "-1", "-i",
                TestVideos.of(150).size(320, 240).file().toString(), "-c", "copy", "-f", "flv", "-listen", "1",
                "rtmp://127.0.0.1:" + port + "/app/cam").inheritIO().start();
    }

    private void stopServer() throws InterruptedException {
        if (server != null) {
            server.destroyForcibly().waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS);
        }
    }

    /** Opened again until the server listens, which a probing connection would take away: it serves one reader. */
    private void open() {
        await().atMost(LIMIT).until(() -> {
            capture = new LocalStreamSource("test", "rtmp://operator:s3cret@127.0.0.1:" + port + "/app/cam", VideoBitrate.AUTO).capture();
            capture.listen(new CaptureLoop.Listener() {
                @Override
                public void frameWaiting() {
                    frames.add(capture.slot().poll().frame());
                    capture.slot().sent();
                }

                @Override
                public void lost(SourceException cause) {
                    outages.add(cause);
                }

                @Override
                public void ended(RoboflowWebrtcException cause) {
                    throw new AssertionError(cause);
                }
            });
            boolean opened = capture.opened().handle((done, failure) -> failure == null).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            if (!opened) {
                capture.close();
            }
            return opened;
        });
    }

    @Test
    void framesComeInOrderAndAgainAfterAnOutage() throws Exception {
        startServer();
        open();
        await().atMost(LIMIT).until(() -> frames.size() >= FRAMES);
        List<Frame> first = List.copyOf(frames);
        assertThat(first.stream().map(PaintedFrames::read)).allMatch(number -> number >= 1 && number <= 150);
        assertThat(first.stream().map(Frame::pts)).isSorted().doesNotHaveDuplicates();
        assertThat(first.get(0).width()).isEqualTo(320);

        stopServer();
        await().atMost(LIMIT).until(() -> !outages.isEmpty());
        assertThat(outages.get(0)).hasMessageContaining("127.0.0.1:" + port).hasMessageNotContaining("s3cret")
                .matches(SourceException::retryable);
        int before = frames.size();
        startServer();
        await().atMost(LIMIT).until(() -> frames.size() >= before + FRAMES);
    }

    @Test
    void aServerThatIsNotThereIsNamed() {
        capture = new LocalStreamSource("test", "rtmp://operator:s3cret@127.0.0.1:" + port + "/app/cam", VideoBitrate.AUTO).capture();

        assertThat(capture.opened()).failsWithin(LIMIT).withThrowableThat().withMessageContaining("127.0.0.1:" + port)
                .withMessageContaining("sourceUri").withMessageNotContaining("s3cret");
    }
}
