package io.github.camelvision.roboflow.webrtc;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelvision.roboflow.webrtc.core.session.Emit;
import io.github.camelvision.roboflow.webrtc.core.session.ReconnectPolicy;
import io.github.camelvision.roboflow.webrtc.core.session.SessionOptions;
import io.github.camelvision.roboflow.webrtc.core.session.program.VideoFrame;
import io.github.camelvision.roboflow.webrtc.core.session.program.VideoSession;
import io.github.camelvision.roboflow.webrtc.core.session.status.SessionEnd;
import io.github.camelvision.roboflow.webrtc.core.session.status.SessionState;
import io.github.camelvision.roboflow.webrtc.core.signalling.SignallingOptions;
import io.github.camelvision.roboflow.webrtc.core.signalling.WorkflowReference;
import io.github.camelvision.roboflow.webrtc.core.source.Source;
import io.github.camelvision.roboflow.webrtc.core.source.VideoBitrate;
import io.github.camelvision.roboflow.webrtc.core.source.file.VideoFileSource;
import io.github.camelvision.roboflow.webrtc.core.source.manual.ManualSource;
import io.github.camelvision.roboflow.webrtc.testing.FrameFeeder;
import io.github.camelvision.roboflow.webrtc.testing.HttpWorker;
import io.github.camelvision.roboflow.webrtc.testing.PaintedFrames;
import io.github.camelvision.roboflow.webrtc.testing.PythonPeer;
import io.github.camelvision.roboflow.webrtc.testing.RouteFixture;
import io.github.camelvision.roboflow.webrtc.testing.TestVideos;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The API for programs without Camel, against the Java worker and the Python worker. */
@Timeout(180)
class VideoSessionIT {

    private static final int FRAMES = 1500;

    private final ManualSource camera = new ManualSource(30, VideoBitrate.AUTO, 30);
    private Thread pump;

    @AfterEach
    void noThreadIsLeft() throws InterruptedException {
        if (pump != null) {
            pump.interrupt();
            pump.join();
        }
        await("end of the session threads").atMost(45, SECONDS).until(() -> RouteFixture.sessionThreads().isEmpty());
    }

    private static SessionOptions.Builder options(String url, Source source) {
        return SessionOptions.builder("api").source(source).server(SignallingOptions.of(url, "test-key"))
                .workflow(WorkflowReference.byId("acme", "numbers", null)).reconnect(ReconnectPolicy.NONE);
    }

    /** Until the test ends; what comes after the session's end is nobody's. */
    private void startCamera() {
        pump = new Thread(() -> {
            try {
                FrameFeeder.pump(FRAMES, 640, 480, 30, camera::send);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        pump.start();
    }

    @Test
    void runHandlesEveryFrameOfAFile() throws Exception {
        try (HttpWorker worker = new HttpWorker();
                VideoSession session = VideoSession.open(options(worker.url(), new VideoFileSource(TestVideos.of(120).file(), false))
                        .build())) {
            List<Integer> numbers = new ArrayList<>();
            List<RuntimeException> errors = new ArrayList<>();
            session.onData("number", (number, metadata) -> numbers.add(number.asInt())).onError(errors::add);
            assertThat(session.run().reason()).isEqualTo(SessionEnd.Reason.COMPLETED);
            assertThat(numbers).isEqualTo(IntStream.rangeClosed(1, 120).boxed().toList());
            assertThat(errors).isEmpty();
            assertThat(session.dropped()).isZero();
            assertThat(session.stats().upload().complete()).isTrue();
        }
    }

    @Test
    void aModelIsEnough() throws Exception {
        try (HttpWorker worker = new HttpWorker();
                VideoSession session = VideoSession.open(options(worker.url(), new VideoFileSource(TestVideos.of(30).file(), false))
                        .model("numbers/1", "object-detection", SignallingOptions.of(worker.url(), "test-key")).build())) {
            List<String> classes = new ArrayList<>();
            session.onData("predictions", (found, metadata) -> classes.add(found.at("/predictions/0/class").asText()));
            session.run();
            assertThat(classes).isEqualTo(IntStream.rangeClosed(1, 30).mapToObj(n -> "n" + n).toList());
        }
    }

    @Test
    void videoOfALiveSourceComesWithThePredictionOfTheVeryFrame() {
        try (HttpWorker worker = new HttpWorker();
                VideoSession session = VideoSession.open(options(worker.url(), camera).emit(Emit.paired).streamOutput(List.of("image"))
                        .dataOutput(List.of("number")).build())) {
            startCamera();
            int pairs = 0;
            for (VideoFrame frame : session.video()) {
                if (frame.result() != null) {
                    assertThat(PaintedFrames.read(frame.frame())).isEqualTo(frame.result().field("number").asInt());
                    if (++pairs == 60) {
                        break;
                    }
                }
            }
            assertThat(pairs).isEqualTo(60);
            assertThat(session.stats().candidatePair()).contains("udp", " -> ");
            session.close();
            assertThat(session.state()).isEqualTo(SessionState.CLOSED);
        }
    }

    @Test
    void outputsOfTheJavaWorkerChangeWhileRunning() throws Exception {
        try (HttpWorker worker = new HttpWorker()) {
            List<Integer> painted = changeOutputs(worker.url(), "next");
            assertThat(painted.get(0)).isLessThan(HttpWorker.NEXT);
            assertThat(painted.get(painted.size() - 1)).isGreaterThan(HttpWorker.NEXT);
        }
    }

    @Test
    void outputsOfThePythonWorkerChangeWhileRunning() throws Exception {
        PythonPeer.assumeAvailable();
        try (PythonPeer worker = PythonPeer.worker()) {
            changeOutputs(worker.httpUrl(), "number");
            assertThat(worker.events("outputs")).extracting(event -> event.path("data_output").toString() + event.path("stream_output"))
                    .containsExactly("[\"predictions\"]", "[][\"number\"]");
        }
    }

    /** From number to predictions to nothing but metadata, and to another frame; returns the painted numbers that came by track. */
    private List<Integer> changeOutputs(String url, String otherStream) throws Exception {
        List<List<String>> outputs = new CopyOnWriteArrayList<>();
        List<Integer> painted = new CopyOnWriteArrayList<>();
        try (VideoSession session = VideoSession.open(options(url, camera).emit(Emit.paired).streamOutput(List.of("image"))
                .dataOutput(List.of("number")).build())) {
            session.onData((result, metadata) -> outputs.add(result.fieldNames()))
                    .onFrame((frame, metadata) -> painted.add(PaintedFrames.read(frame)))
                    .start();
            startCamera();
            lastIs(outputs, List.of("number")::equals);
            assertThat(session.reconfigure(null, List.of("predictions")).get(10, SECONDS)).isTrue();
            lastIs(outputs, List.of("predictions")::equals);
            await().atMost(30, SECONDS).until(() -> !painted.isEmpty());
            assertThat(session.reconfigure(List.of(otherStream), List.of()).get(10, SECONDS)).isTrue();
            lastIs(outputs, List::isEmpty);
            if (otherStream.equals("next")) {
                lastIs(painted, number -> number > HttpWorker.NEXT);
            }
        }
        return painted;
    }

    private static <T> void lastIs(List<T> seen, Predicate<T> rule) {
        await().atMost(30, SECONDS).until(() -> !seen.isEmpty() && rule.test(seen.get(seen.size() - 1)));
    }
}
