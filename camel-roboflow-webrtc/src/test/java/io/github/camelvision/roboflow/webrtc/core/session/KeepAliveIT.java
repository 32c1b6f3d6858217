package io.github.camelvision.roboflow.webrtc.core.session;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelvision.roboflow.webrtc.core.rtc.RtcRuntime;
import io.github.camelvision.roboflow.webrtc.core.signalling.SignallingOptions;
import io.github.camelvision.roboflow.webrtc.core.signalling.WorkflowReference;
import io.github.camelvision.roboflow.webrtc.core.signalling.http.WorkerHttpSignalling;
import io.github.camelvision.roboflow.webrtc.core.source.VideoBitrate;
import io.github.camelvision.roboflow.webrtc.core.source.manual.ManualSource;
import io.github.camelvision.roboflow.webrtc.testing.PaintedFrames;
import io.github.camelvision.roboflow.webrtc.testing.PythonPeer;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A server with Roboflow's watchdog, with shorter times: it ends a session in which nothing happens. */
class KeepAliveIT {

    private static final Duration IDLE = Duration.ofSeconds(10);

    @BeforeEach
    void python() {
        PythonPeer.assumeAvailable();
    }

    @ParameterizedTest
    @CsvSource({"1, true", "60, false"})
    void anIdleSessionLivesAsLongAsItPings(int interval, boolean lives) throws Exception {
        RecordingListener listener = new RecordingListener();
        ManualSource source = new ManualSource(10, VideoBitrate.AUTO, 30);
        try (PythonPeer worker = PythonPeer.worker("--idle-timeout", "4"); RtcRuntime runtime = RtcRuntime.shared();
                Session session = new Session(SessionOptions.builder("idle").source(source)
                        .signalling(new WorkerHttpSignalling(SignallingOptions.of(worker.httpUrl(), null)))
                        .workflow(WorkflowReference.byId("acme", "numbers", null)).keepAlive(Duration.ofSeconds(interval)).build(),
                        runtime::newPeer, listener)) {
            session.start();
            source.send(PaintedFrames.paint(1, 320, 240)).answer().get(45, SECONDS);
            await("a pause").pollDelay(IDLE).atMost(45, SECONDS).until(() -> true);
            if (lives) {
                assertThat(source.send(PaintedFrames.paint(2, 320, 240)).answer().get(45, SECONDS).field("number").asInt()).isEqualTo(2);
                assertThat(worker.events("session")).hasSize(1);
            }
            assertThat(listener.errors.isEmpty()).isEqualTo(lives);
            assertThat(worker.events("ping").isEmpty()).isEqualTo(!lives);
            session.close();
            assertThat(session.awaitEnd(Duration.ofSeconds(45))).isTrue();
        }
    }
}
