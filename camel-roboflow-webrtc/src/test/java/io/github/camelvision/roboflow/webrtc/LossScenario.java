package io.github.camelvision.roboflow.webrtc;

import com.fasterxml.jackson.databind.ObjectMapper;
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
import io.github.camelvision.roboflow.webrtc.testing.FrameFeeder;
import io.github.camelvision.roboflow.webrtc.testing.PythonPeer;
import io.github.camelvision.roboflow.webrtc.testing.RouteFixture;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Sends numbered frames losslessly, 30 a second, and prints one JSON line: how many were answered by their own result. Run by
 * {@link LossIT} in a network that loses packets. Arguments: python or java, frames, width, height.
 */
public final class LossScenario {

    private static final int FPS = 30;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final int frames;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger wrong = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private final Map<Integer, Integer> answers = new ConcurrentHashMap<>();
    private volatile long lastAnswerNanos;

    private LossScenario(int frames) {
        this.frames = frames;
    }

    public static void main(String[] args) throws Exception {
        LossScenario scenario = new LossScenario(Integer.parseInt(args[1]));
        int width = Integer.parseInt(args[2]);
        int height = Integer.parseInt(args[3]);
        if (args[0].equals("python")) {
            try (PythonPeer worker = PythonPeer.worker()) {
                scenario.run(worker.httpUrl(), width, height);
            }
        } else {
            try (RouteFixture worker = new RouteFixture().start()) {
                scenario.run(worker.context().resolvePropertyPlaceholders("{{worker.url}}"), width, height);
            }
        }
        System.exit(0);
    }

    private void run(String url, int width, int height) throws Exception {
        try (RtcRuntime runtime = RtcRuntime.shared()) {
            ManualSource source = ManualSource.lossless(30, VideoBitrate.AUTO, FPS, PATIENCE);
            Collector collector = new Collector();
            Session session = new Session(SessionOptions.builder("loss").source(source)
                    .signalling(new WorkerHttpSignalling(SignallingOptions.of(url, "test-key")))
                    .workflow(WorkflowReference.byId("test", "numbers", null))
                    .build(), runtime::newPeer, collector);
            session.start();
            session.awaitFirstOutcome(PATIENCE);
            FrameFeeder.pump(frames, width, height, FPS, frame -> {
                int number = next.incrementAndGet();
                source.send(frame).answer().whenComplete((result, failure) -> answered(number, result, failure));
            });
            long sentNanos = System.nanoTime();
            awaitAnswers();
            session.close();
            session.awaitEnd(PATIENCE);
            Map<String, Object> summary = new TreeMap<>();
            summary.put("sent", frames);
            summary.put("answered", answers.size());
            summary.put("wrong", wrong.get());
            summary.put("failed", failed.get());
            summary.put("doubled", answers.values().stream().filter(count -> count > 1).count());
            summary.put("deliveredTwice", collector.numbers().size() - collector.numbers().stream().distinct().count());
            summary.put("outOfOrder", outOfOrder(collector.numbers()));
            summary.put("resent", source.skipped());
            summary.put("dropped", source.dropped());
            summary.put("lastAnswerMillis", Math.max(0, TimeUnit.NANOSECONDS.toMillis(lastAnswerNanos - sentNanos)));
            System.out.println(new ObjectMapper().writeValueAsString(summary));
        }
    }

    private static long outOfOrder(List<Integer> numbers) {
        return IntStream.range(1, numbers.size()).filter(at -> numbers.get(at) < numbers.get(at - 1)).count();
    }

    private void answered(int number, InferenceResult result, Throwable failure) {
        lastAnswerNanos = System.nanoTime();
        if (failure != null) {
            failed.incrementAndGet();
            return;
        }
        if (result.field("number").asInt(-1) != number) {
            wrong.incrementAndGet();
        }
        answers.merge(number, 1, Integer::sum);
    }

    private void awaitAnswers() throws InterruptedException, TimeoutException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (answers.size() + failed.get() < frames) {
            if (System.nanoTime() > deadline) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }
}
