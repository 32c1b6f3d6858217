package io.github.camelvision.roboflow.webrtc;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcRuntime;
import io.github.camelvision.roboflow.webrtc.core.session.Emit;
import io.github.camelvision.roboflow.webrtc.core.session.ReconnectPolicy;
import io.github.camelvision.roboflow.webrtc.core.session.Session;
import io.github.camelvision.roboflow.webrtc.core.session.SessionOptions;
import io.github.camelvision.roboflow.webrtc.core.session.status.SessionEnd;
import io.github.camelvision.roboflow.webrtc.core.signalling.Signalling;
import io.github.camelvision.roboflow.webrtc.core.signalling.SignallingOptions;
import io.github.camelvision.roboflow.webrtc.core.signalling.WorkflowReference;
import io.github.camelvision.roboflow.webrtc.core.signalling.http.WorkerHttpSignalling;
import io.github.camelvision.roboflow.webrtc.core.source.Source;
import io.github.camelvision.roboflow.webrtc.core.source.VideoBitrate;
import io.github.camelvision.roboflow.webrtc.core.source.file.VideoFileSource;
import io.github.camelvision.roboflow.webrtc.core.source.manual.ManualSource;
import io.github.camelvision.roboflow.webrtc.core.worker.WorkerOptions;
import io.github.camelvision.roboflow.webrtc.core.worker.WorkerServer;
import io.github.camelvision.roboflow.webrtc.testing.FrameFeeder;
import io.github.camelvision.roboflow.webrtc.testing.InProcessSignalling;
import io.github.camelvision.roboflow.webrtc.testing.LossyNetwork;
import io.github.camelvision.roboflow.webrtc.testing.PaintedFrames;
import io.github.camelvision.roboflow.webrtc.testing.PairCheck;
import io.github.camelvision.roboflow.webrtc.testing.PythonPeer;
import io.github.camelvision.roboflow.webrtc.testing.TestVideos;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code emit=paired} by video track: the number painted on the delivered frame is the number in the delivered result. */
class PairingIT {

    private static final int FRAMES = 1000;
    /** Share of the results that come with their frame. */
    private static final double PAIRED = 0.99;
    private static final int LOSS_PERCENT = 2;

    private final PairCheck pairs = new PairCheck();
    private RtcRuntime runtime;

    @BeforeEach
    void openRuntime() {
        runtime = RtcRuntime.shared();
    }

    @AfterEach
    void closeRuntime() {
        runtime.close();
    }

    @ParameterizedTest
    @ValueSource(doubles = {30, 60})
    void manualFramesThroughThePythonWorkerAreNeverPairedWrongly(double fps) throws Exception {
        PythonPeer.assumeAvailable();
        try (PythonPeer worker = PythonPeer.worker()) {
            manual("python manual", http(worker), fps, PAIRED);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {30, 60})
    void manualFramesThroughTheJavaWorkerAreNeverPairedWrongly(double fps) throws Exception {
        WorkerServer worker = new WorkerServer(WorkerOptions.defaults(), task -> CompletableFuture.completedFuture(
                Map.of("number", PaintedFrames.read(task.frame()), "image", task.frame())), runtime::newPeer);
        try {
            manual("java manual", new InProcessSignalling(worker), fps, PAIRED);
        } finally {
            worker.close();
        }
    }

    /** Exactly regular times: only the intact start tells which frame is which. */
    @Test
    void aFileByTrackThroughThePythonWorkerIsNeverPairedWrongly() throws Exception {
        PythonPeer.assumeAvailable();
        try (PythonPeer worker = PythonPeer.worker("--ack-window", "8")) {
            Session session = session(http(worker), new VideoFileSource(TestVideos.of(600).file(), true));
            session.start();
            assertThat(pairs.end.get(120, SECONDS).reason()).isEqualTo(SessionEnd.Reason.COMPLETED);
            // as fast as both sides can: an encoder or decoder that falls behind leaves frames out
            check("python file", session, 0.97);
            assertThat(session.stats().pairs() + session.stats().unpairedResults()).isEqualTo(600);
        }
    }

    /** A frame or a result may be lost or late, but none is paired wrongly. */
    @ParameterizedTest
    @ValueSource(strings = {"python", "java"})
    void framesAreNeverPairedWronglyWherePacketsAreLost(String peer) throws Exception {
        LossyNetwork.assumeAvailable();
        PythonPeer.assumeAvailable();
        try (LossyNetwork network = new LossyNetwork(LOSS_PERCENT)) {
            String line = network.java(PairingScenario.class, 240, peer, String.valueOf(FRAMES), "30");
            System.out.println("pairing, loss " + LOSS_PERCENT + "% " + peer + ": " + line);
            JsonNode summary = new ObjectMapper().readTree(line);
            assertThat(summary.path("wrong").asInt(-1)).as(line).isZero();
            assertThat(summary.path("pairs").asInt()).as(line).isGreaterThan(FRAMES / 2);
        }
    }

    private void manual(String name, Signalling signalling, double fps, double share) throws Exception {
        ManualSource source = new ManualSource(30, VideoBitrate.AUTO, fps);
        Session session = session(signalling, source);
        session.start();
        assertThat(session.awaitFirstOutcome(Duration.ofSeconds(30))).isTrue();
        FrameFeeder.pump(FRAMES, 640, 480, fps, source::send);
        await().atMost(45, SECONDS).until(() -> pairs.newest.get() == FRAMES);
        session.close();
        assertThat(pairs.end.get(10, SECONDS).cause()).isNull();
        check(name + " " + fps + " fps", session, share);
    }

    private void check(String name, Session session, double share) {
        System.out.printf("pairing, %s: %d pairs, %d wrong, %d unreadable, %d results alone, %d frames alone, %d repeats, %d frames%n",
                name, session.stats().pairs(), pairs.wrong.get(), pairs.unreadable.get(), session.stats().unpairedResults(),
                session.stats().unpairedFrames(), session.stats().repeatedFrames(), session.stats().frames());
        assertThat(pairs.wrong).hasValue(0);
        assertThat(pairs.disordered).hasValue(0);
        assertThat(pairs.paired.get()).isEqualTo((int) session.stats().pairs());
        assertThat(session.stats().pairs()).isGreaterThanOrEqualTo(
                (long) Math.ceil(share * (session.stats().pairs() + session.stats().unpairedResults())));
    }

    private static Signalling http(PythonPeer worker) {
        return new WorkerHttpSignalling(SignallingOptions.of(worker.httpUrl(), "test-key"));
    }

    private Session session(Signalling signalling, Source source) {
        return new Session(SessionOptions.builder("pairing")
                .source(source)
                .signalling(signalling)
                .workflow(WorkflowReference.byId("acme", "numbers", null))
                .streamOutput(List.of("image"))
                .dataOutput(List.of("number"))
                .emit(Emit.paired)
                .reconnect(ReconnectPolicy.NONE)
                .build(), runtime::newPeer, pairs);
    }
}
