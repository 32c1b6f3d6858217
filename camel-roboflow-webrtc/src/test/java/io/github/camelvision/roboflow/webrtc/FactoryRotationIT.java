package io.github.camelvision.roboflow.webrtc;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelvision.roboflow.webrtc.core.rtc.IceConfig;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcPeer;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcPeers;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcRuntime;
import io.github.camelvision.roboflow.webrtc.core.session.Session;
import io.github.camelvision.roboflow.webrtc.core.session.SessionOptions;
import io.github.camelvision.roboflow.webrtc.core.session.status.SessionState;
import io.github.camelvision.roboflow.webrtc.core.signalling.SignallingOptions;
import io.github.camelvision.roboflow.webrtc.core.signalling.WorkflowReference;
import io.github.camelvision.roboflow.webrtc.core.signalling.http.WorkerHttpSignalling;
import io.github.camelvision.roboflow.webrtc.core.source.VideoBitrate;
import io.github.camelvision.roboflow.webrtc.core.source.manual.ManualSource;
import io.github.camelvision.roboflow.webrtc.testing.Collector;
import io.github.camelvision.roboflow.webrtc.testing.FrameFeeder;
import io.github.camelvision.roboflow.webrtc.testing.PythonPeer;
import java.io.File;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A session whose native factory has seen its share of messages moves to a new one while frames flow. */
class FactoryRotationIT {

    private static final int FRAMES = 300;
    private static final int MESSAGES_PER_FACTORY = 50;
    /** A factory has five native threads; a disposed one leaves one behind. */
    private static final int THREADS_LEFT_PER_FACTORY = 1;

    @Test
    void aWornFactoryIsLeftWithoutAGapAndItsThreadsEnd() throws Exception {
        PythonPeer.assumeAvailable();
        Collector collector = new Collector();
        try (RtcRuntime runtime = RtcRuntime.create(MESSAGES_PER_FACTORY, Duration.ZERO); PythonPeer worker = PythonPeer.worker()) {
            ManualSource source = ManualSource.lossless(60, VideoBitrate.AUTO, 15, Duration.ofSeconds(30));
            Session session = new Session(SessionOptions.builder("rotation").source(source)
                    .signalling(new WorkerHttpSignalling(SignallingOptions.of(worker.httpUrl(), "test-key")))
                    .workflow(WorkflowReference.byId("acme", "numbers", null)).build(), peers(runtime), collector);
            session.start();
            assertThat(session.awaitFirstOutcome(Duration.ofSeconds(30))).isTrue();
            int threads = nativeThreads();
            FrameFeeder.pump(FRAMES, 320, 240, 15, source::send);
            await("the last frame").atMost(60, SECONDS).until(() -> collector.numbers().contains(FRAMES));

            long rotations = session.stats().renewals();
            System.out.printf("factory rotation: %d frames, %d answered, %d rotations, %d native threads at first%n", FRAMES,
                    collector.numbers().size(), rotations, threads);
            assertThat(rotations).isGreaterThanOrEqualTo(2);
            assertThat(collector.numbers()).doesNotHaveDuplicates()
                    .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, FRAMES).boxed().toList());
            assertThat(collector.states).containsExactly(SessionState.CONNECTING, SessionState.STREAMING);
            assertThat(session.stats().reconnects()).isZero();
            await("end of the old factories").atMost(30, SECONDS)
                    .until(() -> nativeThreads() <= threads + (rotations + 1) * THREADS_LEFT_PER_FACTORY + 2);
            session.close();
            assertThat(session.awaitEnd(Duration.ofSeconds(10))).isTrue();
        }
    }

    private static RtcPeers peers(RtcRuntime runtime) {
        return new RtcPeers() {
            @Override
            public RtcPeer newPeer(IceConfig ice, RtcPeer.Listener listener) {
                return runtime.newPeer(ice, listener);
            }

            @Override
            public boolean rotationDue(RtcPeer peer) {
                return runtime.rotationDue(peer);
            }
        };
    }

    private static int nativeThreads() {
        String[] tasks = new File("/proc/self/task").list();
        return tasks == null ? 0 : tasks.length;
    }
}
