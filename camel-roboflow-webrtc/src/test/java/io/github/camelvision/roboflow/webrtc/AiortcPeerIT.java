package io.github.camelvision.roboflow.webrtc;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import io.github.camelvision.roboflow.webrtc.core.source.VideoBitrate;
import io.github.camelvision.roboflow.webrtc.core.source.file.VideoFileSource;
import io.github.camelvision.roboflow.webrtc.core.source.manual.ManualSource;
import io.github.camelvision.roboflow.webrtc.testing.Collector;
import io.github.camelvision.roboflow.webrtc.testing.FrameFeeder;
import io.github.camelvision.roboflow.webrtc.testing.PythonPeer;
import io.github.camelvision.roboflow.webrtc.testing.TestVideos;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The client against a Python worker on aiortc. */
class AiortcPeerIT {

    private RtcRuntime runtime;

    @BeforeEach
    void requirePeer() {
        PythonPeer.assumeAvailable();
        runtime = RtcRuntime.shared();
    }

    @AfterEach
    void release() {
        if (runtime != null) {
            runtime.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"false, 0", "true, 0", "false, 120000", "true, 120000"})
    void everyFrameOfAFileIsAnsweredOnceInOrder(boolean gzip, int padding) throws Exception {
        List<String> options = new java.util.ArrayList<>(List.of("--ack-window", "1", "--padding", String.valueOf(padding)));
        if (gzip) {
            options.add("--gzip");
        }
        try (PythonPeer worker = PythonPeer.worker(options.toArray(String[]::new))) {
            Collector collector = new Collector();
            Session session = session(worker, new VideoFileSource(TestVideos.of(600).file(), false), collector, null);
            session.start();
            assertThat(collector.end.get(120, SECONDS).reason()).isEqualTo(SessionEnd.Reason.COMPLETED);
            assertThat(collector.frameIds()).isEqualTo(LongStream.rangeClosed(1, 600).boxed().toList());
            assertThat(collector.numbers()).isEqualTo(IntStream.rangeClosed(1, 600).boxed().toList());
            assertThat(session.stats().protocolErrors()).isZero();
            assertThat(collector.states).containsExactly(SessionState.CONNECTING, SessionState.STREAMING, SessionState.CLOSING,
                    SessionState.CLOSED);
        }
    }

    @ParameterizedTest
    @CsvSource({"640, 480, 298", "1280, 720, 295"})
    void manualFramesAtThirtyPerSecondAreAnsweredIncludingTheLast(int width, int height, int atLeast) throws Exception {
        try (PythonPeer worker = PythonPeer.worker()) {
            ManualSource source = new ManualSource(30, VideoBitrate.AUTO, 30);
            Collector collector = new Collector();
            Session session = session(worker, source, collector, false);
            session.start();
            assertThat(session.awaitFirstOutcome(java.time.Duration.ofSeconds(30))).isTrue();
            FrameFeeder.pump(300, width, height, 30, source::send);
            await().atMost(45, SECONDS).until(() -> collector.numbers().contains(300));
            session.close();
            collector.end.get(10, SECONDS);
            List<Integer> numbers = collector.numbers();
            System.out.printf("manual %dx%d: %d of 300 answered, %d results, dropped %d, skipped %d%n", width, height,
                    numbers.stream().distinct().count(), numbers.size(), source.dropped(), source.skipped());
            assertThat(numbers).doesNotHaveDuplicates().isSorted();
            assertThat(numbers).hasSizeGreaterThanOrEqualTo(atLeast);
        }
    }

    private Session session(PythonPeer worker, Source source, Collector collector, Boolean realtime) {
        return new Session(SessionOptions.builder("aiortc")
                .source(source)
                .signalling(new WorkerHttpSignalling(SignallingOptions.of(worker.httpUrl(), "test-key")))
                .workflow(WorkflowReference.byId("acme", "numbers", null))
                .dataOutput(List.of("*"))
                .realtime(realtime)
                .reconnect(ReconnectPolicy.NONE)
                .build(), runtime::newPeer, collector);
    }
}
