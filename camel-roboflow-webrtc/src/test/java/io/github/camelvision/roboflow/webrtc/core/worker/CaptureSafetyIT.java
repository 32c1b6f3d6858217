package io.github.camelvision.roboflow.webrtc.core.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcRuntime;
import io.github.camelvision.roboflow.webrtc.testing.FfmpegCli;
import io.github.camelvision.roboflow.webrtc.testing.FileSurgery;
import io.github.camelvision.roboflow.webrtc.testing.TestVideos;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What damaged files and ill-willed cameras do to a session of the worker, with a real client. */
@Timeout(180)
class CaptureSafetyIT {

    private static final Duration LONG = Duration.ofSeconds(45);

    @TempDir
    private Path directory;

    private RtcRuntime runtime;
    private WorkerServer server;

    @BeforeEach
    void start() {
        runtime = RtcRuntime.create();
        server = new WorkerServer(WorkerOptions.builder().allowedSourceHosts(List.of("127.0.0.1")).build(),
                task -> CompletableFuture.completedFuture(Map.of("width", task.frame().width())), runtime::newPeer);
    }

    @AfterEach
    void everythingEnds() {
        server.stop().toCompletableFuture().join();
        await("end of the worker's threads").atMost(LONG).until(() -> workerThreads() == 0);
        runtime.close();
    }

    private static long workerThreads() {
        return Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().startsWith("roboflow-worker-")).count();
    }

    @Test
    void aFileThatWasCutGivesItsFramesAndAnEndThatSaysSo() throws Exception {
        FfmpegCli.assumeAvailable();
        Path whole = Files.copy(TestVideos.of(60).size(320, 240).file(), directory.resolve("whole.mp4"));
        FfmpegCli.ffmpeg(directory, "-i whole.mp4 -c copy -movflags +faststart moved.mp4");
        Path cut = Files.write(directory.resolve("cut.mp4"), FileSurgery.cut(Files.readAllBytes(whole.resolveSibling("moved.mp4")), 60));
        long shown = FfmpegCli.count(cut);
        assertThat(shown).isBetween(20L, 59L);

        InferenceResult last = upload(cut, shown);

        assertThat(last.errors()).singleElement().asString().startsWith("The uploaded file is damaged after frame " + shown + ": ");
        assertThat(last.terminationReason()).contains("damaged after frame " + shown);
    }

    @Test
    void aWholeFileEndsWithoutAWord() throws Exception {
        InferenceResult last = upload(TestVideos.of(30).size(320, 240).file(), 30);

        assertThat(last.errors()).isEmpty();
        assertThat(last.terminationReason()).isNull();
    }

    @Test
    void aFileWithoutItsIndexSaysWhatIsMissing() throws Exception {
        Path cut = Files.write(directory.resolve("cut.mp4"), FileSurgery.cut(Files.readAllBytes(TestVideos.of(30).file()), 60));

        assertThat(upload(cut, 0).errors()).singleElement().asString().contains("cannot be opened as video").contains("index");
    }

    private InferenceResult upload(Path file, long frames) throws Exception {
        try (LoopbackClient client = new LoopbackClient(runtime, LoopbackClient.Video.NONE, true)) {
            client.connect(server, "{'video_file_upload':true,'webrtc_realtime_processing':false}");
            client.onResult = id -> client.say("{\"ack\": " + id + "}");
            client.upload(file);
            await().atMost(LONG).until(client::complete);
            assertThat(client.frames()).hasSize((int) frames);
            return client.results.get(client.results.size() - 1);
        }
    }

    @Test
    void aCameraThatRedirectsToAnotherHostIsRefusedWithThatHost() throws Exception {
        try (ServerSocket camera = new ServerSocket(0, 20, InetAddress.getLoopbackAddress());
                LoopbackClient client = new LoopbackClient(runtime, LoopbackClient.Video.NONE, false)) {
            serve(camera, (cseq, out) -> out.write(("RTSP/1.0 302 Moved\r\nCSeq: " + cseq
                    + "\r\nLocation: rtsp://127.0.0.2:1/secret\r\n\r\n").getBytes(StandardCharsets.US_ASCII)));
            client.connect(server, "{'rtsp_url':'rtsp://127.0.0.1:" + camera.getLocalPort() + "/cam'}");

            await().atMost(LONG).until(client::complete);

            assertThat(client.results.get(client.results.size() - 1).errors()).singleElement().asString()
                    .contains("127.0.0.2").contains("allowedSourceHosts");
        }
    }

    /** Bytes that keep coming keep FFmpeg's own timeouts from passing: only an interruption ends the capture. */
    @Test
    void camerasThatDawdleKeepNoThreadsAfterTheirSessions() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (ServerSocket camera = new ServerSocket(0, 20, InetAddress.getLoopbackAddress())) {
            CountDownLatch asked = new CountDownLatch(3);
            serve(camera, (cseq, out) -> {
                asked.countDown();
                out.write("RTSP/1.0 200 OK\r\nX: ".getBytes(StandardCharsets.US_ASCII));
                while (!sleeps(over)) {
                    out.write('x');
                    out.flush();
                }
            });
            for (int i = 0; i < 3; i++) {
                try (LoopbackClient client = new LoopbackClient(runtime, LoopbackClient.Video.NONE, false)) {
                    client.connect(server, "{'rtsp_url':'rtsp://127.0.0.1:" + camera.getLocalPort() + "/cam'}");
                }
            }
            assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();

            await("end of the capture threads").atMost(Duration.ofSeconds(45)).until(() -> workerThreads() == 0);
        } finally {
            over.countDown();
        }
    }

    private static boolean sleeps(CountDownLatch over) throws IOException {
        try {
            return over.await(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private interface Answer {
        void write(String cseq, OutputStream out) throws IOException;
    }

    private static void serve(ServerSocket server, Answer answer) {
        daemon(() -> {
            while (!server.isClosed()) {
                Socket socket = server.accept();
                daemon(() -> {
                    BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
                    String cseq = "1";
                    for (String line = in.readLine(); line != null; line = in.readLine()) {
                        if (line.startsWith("CSeq:")) {
                            cseq = line.substring("CSeq:".length()).trim();
                        } else if (line.isEmpty()) {
                            answer.write(cseq, socket.getOutputStream());
                        }
                    }
                    return null;
                });
            }
            return null;
        });
    }

    private static void daemon(java.util.concurrent.Callable<Void> work) {
        Thread thread = new Thread(() -> {
            try {
                work.call();
            } catch (Exception e) { // the test, or the worker, has closed its side
                return;
            }
        }, "ill-willed-camera");
        thread.setDaemon(true);
        thread.start();
    }
}
