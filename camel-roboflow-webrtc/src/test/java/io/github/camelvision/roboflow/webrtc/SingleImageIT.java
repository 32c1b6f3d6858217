package io.github.camelvision.roboflow.webrtc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcRuntime;
import io.github.camelvision.roboflow.webrtc.core.session.Session;
import io.github.camelvision.roboflow.webrtc.core.session.SessionOptions;
import io.github.camelvision.roboflow.webrtc.core.signalling.SignallingOptions;
import io.github.camelvision.roboflow.webrtc.core.signalling.WorkflowReference;
import io.github.camelvision.roboflow.webrtc.core.signalling.http.WorkerHttpSignalling;
import io.github.camelvision.roboflow.webrtc.core.source.VideoBitrate;
import io.github.camelvision.roboflow.webrtc.core.source.manual.ManualSource;
import io.github.camelvision.roboflow.webrtc.testing.Collector;
import io.github.camelvision.roboflow.webrtc.testing.HttpWorker;
import io.github.camelvision.roboflow.webrtc.testing.PaintedFrames;
import io.github.camelvision.roboflow.webrtc.testing.PythonPeer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * A single image now and then: answered after the server has processed it, though no other frame follows that would make the server
 * release it. The times are printed.
 */
class SingleImageIT {

    private static final int PROCESSING_MILLIS = 100;
    private static final int IMAGES = 5;
    private static final int PAUSE_MILLIS = 1_500;

    @Test
    void thePythonWorkerAnswersASingleImage() throws Exception {
        PythonPeer.assumeAvailable();
        try (PythonPeer worker = PythonPeer.worker("--process-ms", String.valueOf(PROCESSING_MILLIS))) {
            images("python", worker.httpUrl());
        }
    }

    @Test
    void theJavaWorkerAnswersASingleImage() throws Exception {
        try (HttpWorker worker = new HttpWorker(Duration.ofMillis(PROCESSING_MILLIS))) {
            images("java", worker.url());
        }
    }

    private static void images(String name, String url) throws Exception {
        try (RtcRuntime runtime = RtcRuntime.shared()) {
            ManualSource source = new ManualSource(10, VideoBitrate.AUTO, 30);
            Session session = new Session(SessionOptions.builder("single").source(source)
                    .signalling(new WorkerHttpSignalling(SignallingOptions.of(url, "test-key")))
                    .workflow(WorkflowReference.byId("acme", "numbers", null))
                    .build(), runtime::newPeer, new Collector());
            session.start();
            assertThat(session.awaitFirstOutcome(Duration.ofSeconds(60))).isTrue();
            List<Long> millis = new ArrayList<>();
            for (int number = 1; number <= IMAGES; number++) {
                long sent = System.nanoTime();
                // no other frame is sent before its answer is there
                InferenceResult result = source.send(PaintedFrames.paint(number, 640, 480)).answer().get(60, TimeUnit.SECONDS);
                millis.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - sent) - PROCESSING_MILLIS);
                assertThat(result.field("number").asInt()).isEqualTo(number);
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
            session.close();
            assertThat(session.awaitEnd(Duration.ofSeconds(60))).isNotNull();
            System.out.println("single images, " + name + ": answered " + millis + " ms after the " + PROCESSING_MILLIS
                    + " ms of processing; the first one starts the video");
        }
    }
}
