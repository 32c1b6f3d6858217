package io.github.camelvision.roboflow.webrtc;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.github.camelvision.roboflow.webrtc.core.error.SourceException;
import io.github.camelvision.roboflow.webrtc.core.http.HttpProxy;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcRuntime;
import io.github.camelvision.roboflow.webrtc.core.session.ReconnectPolicy;
import io.github.camelvision.roboflow.webrtc.core.session.Session;
import io.github.camelvision.roboflow.webrtc.core.session.SessionOptions;
import io.github.camelvision.roboflow.webrtc.core.session.status.SessionEnd;
import io.github.camelvision.roboflow.webrtc.core.session.status.SessionState;
import io.github.camelvision.roboflow.webrtc.core.signalling.SignallingOptions;
import io.github.camelvision.roboflow.webrtc.core.signalling.WorkflowReference;
import io.github.camelvision.roboflow.webrtc.core.signalling.http.WorkerHttpSignalling;
import io.github.camelvision.roboflow.webrtc.core.source.Source;
import io.github.camelvision.roboflow.webrtc.core.source.SourceCounters;
import io.github.camelvision.roboflow.webrtc.core.source.VideoBitrate;
import io.github.camelvision.roboflow.webrtc.core.source.capture.CaptureRules;
import io.github.camelvision.roboflow.webrtc.core.source.capture.LocalStreamSource;
import io.github.camelvision.roboflow.webrtc.core.source.capture.WebcamSource;
import io.github.camelvision.roboflow.webrtc.core.source.file.VideoUrlOptions;
import io.github.camelvision.roboflow.webrtc.core.source.file.VideoUrlSource;
import io.github.camelvision.roboflow.webrtc.testing.Collector;
import io.github.camelvision.roboflow.webrtc.testing.PythonPeer;
import io.github.camelvision.roboflow.webrtc.testing.RouteFixture;
import io.github.camelvision.roboflow.webrtc.testing.TestVideos;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sources that the client captures itself, sent to the Python worker. */
class CaptureIT {

    private final Collector collector = new Collector();
    private RtcRuntime runtime;
    private PythonPeer worker;
    private Session session;

    @BeforeEach
    void requirePeer() {
        PythonPeer.assumeAvailable();
        runtime = RtcRuntime.shared();
    }

    @AfterEach
    void everythingEnds() throws Exception {
        if (session != null) {
            session.close();
            assertThat(session.awaitEnd(Duration.ofSeconds(10))).isTrue();
            await("end of the session's and the capture's threads").atMost(45, SECONDS)
                    .until(() -> RouteFixture.sessionThreads().isEmpty());
        }
        if (worker != null) {
            worker.close();
        }
        if (runtime != null) {
            runtime.close();
        }
    }

    @Test
    void aCamerasFramesAreAnsweredAndItsRateIsDeclared() throws Exception {
        WebcamSource camera = new WebcamSource("camera", "testsrc2=size=640x480:rate=30", "lavfi", null, VideoBitrate.AUTO, null);
        open(camera);
        await().atMost(30, SECONDS).until(() -> collector.results.size() >= 150);

        assertThat(worker.events("session").get(0).at("/request/declared_fps").asDouble()).isEqualTo(30);
        assertThat(collector.results).allSatisfy(result -> {
            assertThat(result.metadata().width()).isEqualTo(640);
            assertThat(result.metadata().height()).isEqualTo(480);
        });
        assertThat(collector.frameIds()).doesNotHaveDuplicates().isSorted();
        assertThat(collector.errors).isEmpty();
        SourceCounters counters = camera.counters();
        System.out.printf("webcam 640x480 at 30 fps: %s, %d answered%n", counters, collector.results.size());
        assertThat(counters.sent()).isGreaterThanOrEqualTo(150);
        // read one after the other while the capture goes on
        assertThat(counters.captured() - counters.sent() - counters.dropped()).as("%s", counters).isBetween(-2L, 2L);
    }

    @Test
    void noMoreFramesAreSentThanTheLimitSays() throws Exception {
        WebcamSource camera = new WebcamSource("camera", "testsrc2=size=320x240:rate=30", "lavfi", null, VideoBitrate.AUTO, null,
                new CaptureRules(6.0));
        open(camera);
        await().atMost(45, SECONDS).until(() -> collector.results.size() >= 25);

        SourceCounters counters = camera.counters();
        assertThat(worker.events("session").get(0).at("/request/declared_fps").asDouble()).isEqualTo(6);
        assertThat(counters.sent()).as("%s", counters).isLessThanOrEqualTo(counters.captured() / 5 + 2);
        assertThat(counters.spared()).as("%s", counters).isGreaterThanOrEqualTo(counters.sent() * 4 - 8);
        assertThat(collector.frameIds()).doesNotHaveDuplicates().isSorted();
        assertThat(collector.errors).isEmpty();
    }

    @Test
    void aStreamsFramesAreAnsweredInOrder() throws Exception {
        PythonPeer.assumeRtspAvailable();
        try (PythonPeer rtsp = PythonPeer.rtspServer("--user", "operator", "--password", "pa@ss")) {
            LocalStreamSource stream = new LocalStreamSource("stream",
                    rtsp.rtspUrl().replace("rtsp://", "rtsp://operator:pa%40ss@"), VideoBitrate.AUTO);
            open(stream);
            await().atMost(30, SECONDS).until(() -> collector.results.size() >= 150);

            List<Integer> numbers = collector.numbers();
            System.out.printf("RTSP 640x480 at 30 fps: %s, %d answered, numbers %d to %d%n", stream.counters(), numbers.size(),
                    numbers.get(0), numbers.get(numbers.size() - 1));
            assertThat(numbers).doesNotContain(-1).doesNotHaveDuplicates().isSorted();
            assertThat(worker.events("session").get(0).path("request").has("declared_fps")).isFalse();
            assertThat(collector.errors).isEmpty();
        }
    }

    @Test
    void aStreamThatGoesAwayAndComesBackKeepsItsSession() throws Exception {
        PythonPeer.assumeRtspAvailable();
        LocalStreamSource stream;
        int port;
        try (PythonPeer rtsp = PythonPeer.rtspServer()) {
            port = rtsp.port();
            stream = new LocalStreamSource("stream", rtsp.rtspUrl(), VideoBitrate.AUTO);
            open(stream);
            await().atMost(30, SECONDS).until(() -> collector.results.size() >= 30);
            rtsp.crash();
        }
        await().atMost(45, SECONDS).until(() -> !collector.errors.isEmpty());
        int before = collector.results.size();
        long sessions = worker.events("session").size();

        try (PythonPeer back = PythonPeer.rtspServer("--port", String.valueOf(port))) {
            await().atMost(30, SECONDS).until(() -> collector.results.size() >= before + 30);

            assertThat(collector.errors).singleElement().isInstanceOfSatisfying(SourceException.class,
                    error -> assertThat(error.retryable()).isTrue());
            assertThat(collector.states).containsExactly(SessionState.CONNECTING, SessionState.STREAMING);
            assertThat(worker.events("session")).hasSize((int) sessions);
            assertThat(stream.counters().interruptions()).isEqualTo(1);
            assertThat(back.alive()).isTrue();
        }
    }

    @Test
    void aCameraThatIsNotThereYetIsWaitedFor() throws Exception {
        PythonPeer.assumeRtspAvailable();
        int port = RouteFixture.freePort();
        LocalStreamSource stream = new LocalStreamSource("stream", "rtsp://127.0.0.1:" + port + "/test", VideoBitrate.AUTO);
        open(stream);
        assertThat(session.state()).isEqualTo(SessionState.WAITING);
        assertThat(collector.errors).singleElement().isInstanceOf(SourceException.class);

        try (PythonPeer rtsp = PythonPeer.rtspServer("--port", String.valueOf(port))) {
            await().atMost(30, SECONDS).until(() -> collector.results.size() >= 10);

            assertThat(collector.states).endsWith(SessionState.STREAMING);
            assertThat(worker.events("session")).hasSize(1);
            assertThat(rtsp.alive()).isTrue();
        }
    }

    @Test
    void theCameraStaysOpenWhenTheServerIsLost() throws Exception {
        worker = PythonPeer.worker("--drop-channel-after", "20");
        WebcamSource camera = new WebcamSource("camera", "testsrc2=size=640x480:rate=30", "lavfi", null, VideoBitrate.AUTO, null);
        open(camera);
        await().atMost(60, SECONDS).until(() -> session.stats().reconnects() >= 2 && session.stats().received() >= 50);

        assertThat(camera.counters().interruptions()).isZero();
        assertThat(camera.counters().dropped()).isPositive();
    }

    @Test
    void aVideoAtAUrlIsDownloadedAndEveryFrameAnswered(@TempDir Path cache) throws Exception {
        byte[] video = Files.readAllBytes(TestVideos.of(60).file());
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/video.mp4", exchange -> {
            exchange.sendResponseHeaders(200, video.length);
            exchange.getResponseBody().write(video);
            exchange.close();
        });
        server.start();
        try {
            open(new VideoUrlSource("url", "http://127.0.0.1:" + server.getAddress().getPort() + "/video.mp4", false,
                    new VideoUrlOptions(cache, true, video.length, true, Duration.ofSeconds(10), HttpProxy.OF_THE_JVM)));

            assertThat(collector.end.get(60, SECONDS).reason()).isEqualTo(SessionEnd.Reason.COMPLETED);
            assertThat(collector.numbers()).isEqualTo(IntStream.rangeClosed(1, 60).boxed().toList());
            assertThat(cache).isDirectoryContaining("glob:**.video");
        } finally {
            server.stop(0);
        }
    }

    private void open(Source source) throws InterruptedException {
        if (worker == null) {
            worker = PythonPeer.worker();
        }
        session = new Session(SessionOptions.builder("capture")
                .source(source)
                .signalling(new WorkerHttpSignalling(SignallingOptions.of(worker.httpUrl(), "test-key")))
                .workflow(WorkflowReference.byId("acme", "numbers", null))
                .reconnect(new ReconnectPolicy(true, Duration.ofMillis(300), Duration.ofSeconds(1), -1))
                .build(), runtime::newPeer, collector);
        session.start();
        assertThat(session.awaitFirstOutcome(Duration.ofSeconds(30))).isTrue();
    }
}
