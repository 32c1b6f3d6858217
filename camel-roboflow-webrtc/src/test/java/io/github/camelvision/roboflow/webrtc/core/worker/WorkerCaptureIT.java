package io.github.camelvision.roboflow.webrtc.core.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcRuntime;
import io.github.camelvision.roboflow.webrtc.testing.CapturedLog;
import io.github.camelvision.roboflow.webrtc.testing.PaintedFrames;
import io.github.camelvision.roboflow.webrtc.testing.PythonPeer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Streams that the worker captures for its client: from an RTSP server and an MJPEG camera that are processes of their own. */
@Timeout(180)
class WorkerCaptureIT {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String[] LOGIN = {"--size", "320x240", "--user", "operator", "--password", "pa@ss"};
    private static final String NUMBERS = "','data_output':['number']}";

    private RtcRuntime runtime;
    private WorkerServer server;

    @BeforeEach
    void start() {
        PythonPeer.assumeAvailable();
        runtime = RtcRuntime.create();
        WorkerOptions options = WorkerOptions.builder().allowedSourceHosts(List.of("127.0.0.1"))
                .idleTimeout(Duration.ofSeconds(20)).build();
        server = new WorkerServer(options,
                task -> CompletableFuture.completedFuture(Map.of("number", PaintedFrames.read(task.frame()))), runtime::newPeer);
    }

    @AfterEach
    void everythingEnds() {
        if (server == null) {
            return;
        }
        server.stop().toCompletableFuture().join();
        assertThat(server.sessions()).isEmpty();
        await("end of the capture threads").atMost(LONG).until(() -> Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName).noneMatch(name -> name.startsWith("roboflow-worker-")));
        runtime.close();
    }

    @Test
    void anRtspCameraThatGoesAwayAndComesBackKeepsItsSession() throws Exception {
        PythonPeer.assumeRtspAvailable();
        try (LoopbackClient client = new LoopbackClient(runtime, LoopbackClient.Video.NONE, false)) {
            WorkerSession session;
            int port;
            try (PythonPeer camera = PythonPeer.rtspServer(LOGIN)) {
                port = camera.port();
                session = client.connect(server, "{'rtsp_url':'" + withLogin(camera.rtspUrl()) + NUMBERS);
                await().atMost(LONG).until(() -> client.frames().size() >= 30);
                camera.crash();
            }
            comesBack(client, session, PythonPeer.rtspServer(with(LOGIN, "--port", String.valueOf(port))), "The RTSP stream");
        }
    }

    @Test
    void anMjpegCameraThatGoesAwayAndComesBackKeepsItsSession() throws Exception {
        try (LoopbackClient client = new LoopbackClient(runtime, LoopbackClient.Video.NONE, false)) {
            WorkerSession session;
            int port;
            try (PythonPeer camera = PythonPeer.mjpegServer(LOGIN)) {
                port = camera.port();
                session = client.connect(server, "{'mjpeg_url':'" + withLogin(camera.httpUrl()) + "/test" + NUMBERS);
                await().atMost(LONG).until(() -> client.frames().size() >= 30);
                camera.crash();
            }
            comesBack(client, session, PythonPeer.mjpegServer(with(LOGIN, "--port", String.valueOf(port))), "The MJPEG stream");
        }
    }

    private static void comesBack(LoopbackClient client, WorkerSession session, PythonPeer camera, String name) {
        try (camera) {
            await().atMost(LONG).until(() -> session.statistics().captureReconnects() > 0);
            int before = client.frames().size();
            await().atMost(LONG).until(() -> client.frames().size() >= before + 30);
            assertThat(session.state()).isEqualTo(WorkerSession.State.STREAMING);
            List<InferenceResult> frames = client.frames();
            assertThat(frames.stream().map(InferenceResult::frameId)).isSorted().doesNotHaveDuplicates();
            assertThat(frames.stream().map(frame -> frame.metadata().pts())).isSorted().doesNotHaveDuplicates();
            assertThat(frames.get(frames.size() - 1).metadata().measuredFps()).isPositive();
            assertThat(frames.stream().flatMap(frame -> frame.errors().stream())).isNotEmpty()
                    .allSatisfy(error -> assertThat(error).startsWith(name).contains("opens it again"));
        }
    }

    @Test
    void anEndOfTheClientEndsTheCapture() throws Exception {
        PythonPeer.assumeRtspAvailable();
        try (PythonPeer camera = PythonPeer.rtspServer("--size", "320x240")) {
            LoopbackClient client = new LoopbackClient(runtime, LoopbackClient.Video.NONE, false);
            WorkerSession session = client.connect(server, "{'rtsp_url':'" + camera.rtspUrl() + NUMBERS);
            await().atMost(LONG).until(() -> !client.frames().isEmpty());
            client.close();
            assertThat(session.state()).isEqualTo(WorkerSession.State.CLOSED);
            await().atMost(LONG).until(() -> !camera.events("gone").isEmpty());
        }
    }

    @Test
    void aWrongPasswordEndsTheSessionWithAnErrorWithoutIt() throws Exception {
        PythonPeer.assumeRtspAvailable();
        try (CapturedLog log = new CapturedLog();
                PythonPeer camera = PythonPeer.rtspServer(LOGIN);
                LoopbackClient client = new LoopbackClient(runtime, LoopbackClient.Video.NONE, false)) {
            String url = camera.rtspUrl().replace("rtsp://", "rtsp://operator:wrongword@");
            WorkerSession session = client.connect(server, "{'rtsp_url':'" + url + NUMBERS);
            await().atMost(LONG).until(client::complete);
            InferenceResult last = client.results.get(client.results.size() - 1);
            assertThat(last.errors()).singleElement().asString().contains("The RTSP stream", "401", "user name and password")
                    .doesNotContain("wrongword").doesNotContain("operator");
            assertThat(last.terminationReason()).doesNotContain("wrongword");
            assertThat(session.toString()).doesNotContain("wrongword");
            assertThat(log.lines()).isNotEmpty().noneMatch(line -> line.contains("wrongword"));
        }
    }

    private static String[] with(String[] options, String... more) {
        String[] all = Arrays.copyOf(options, options.length + more.length);
        System.arraycopy(more, 0, all, options.length, more.length);
        return all;
    }

    private static String withLogin(String url) {
        return url.replace("://", "://operator:pa%40ss@");
    }
}
