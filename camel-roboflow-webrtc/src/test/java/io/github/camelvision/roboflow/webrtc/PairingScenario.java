package io.github.camelvision.roboflow.webrtc;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcRuntime;
import io.github.camelvision.roboflow.webrtc.core.session.Emit;
import io.github.camelvision.roboflow.webrtc.core.session.Session;
import io.github.camelvision.roboflow.webrtc.core.session.SessionOptions;
import io.github.camelvision.roboflow.webrtc.core.signalling.SignallingOptions;
import io.github.camelvision.roboflow.webrtc.core.signalling.WorkflowReference;
import io.github.camelvision.roboflow.webrtc.core.signalling.http.WorkerHttpSignalling;
import io.github.camelvision.roboflow.webrtc.core.source.VideoBitrate;
import io.github.camelvision.roboflow.webrtc.core.source.manual.ManualSource;
import io.github.camelvision.roboflow.webrtc.testing.FrameFeeder;
import io.github.camelvision.roboflow.webrtc.testing.HttpWorker;
import io.github.camelvision.roboflow.webrtc.testing.PairCheck;
import io.github.camelvision.roboflow.webrtc.testing.PythonPeer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Sends numbered frames with {@code emit=paired} and prints one JSON line: pairs, wrong ones, halves alone. Run by {@link PairingIT} in
 * a network that loses packets. Arguments: python or java, frames, frames per second.
 */
public final class PairingScenario {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private PairingScenario() {}

    public static void main(String[] args) throws Exception {
        int frames = Integer.parseInt(args[1]);
        double fps = Double.parseDouble(args[2]);
        if (args[0].equals("python")) {
            try (PythonPeer worker = PythonPeer.worker()) {
                run(worker.httpUrl(), frames, fps);
            }
        } else {
            try (HttpWorker worker = new HttpWorker()) {
                run(worker.url(), frames, fps);
            }
        }
        System.exit(0);
    }

    private static void run(String url, int frames, double fps) throws Exception {
        try (RtcRuntime runtime = RtcRuntime.shared()) {
            PairCheck pairs = new PairCheck();
            ManualSource source = new ManualSource(30, VideoBitrate.AUTO, fps);
            Session session = new Session(SessionOptions.builder("pairing").source(source)
                    .signalling(new WorkerHttpSignalling(SignallingOptions.of(url, "test-key")))
                    .workflow(WorkflowReference.byId("acme", "numbers", null))
                    .streamOutput(List.of("image")).dataOutput(List.of("number")).emit(Emit.paired)
                    .build(), runtime::newPeer, pairs);
            session.start();
            session.awaitFirstOutcome(PATIENCE);
            FrameFeeder.pump(frames, 640, 480, fps, source::send);
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (pairs.newest.get() < frames && System.nanoTime() < deadline) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
            session.close();
            session.awaitEnd(PATIENCE);
            Map<String, Object> summary = new TreeMap<>();
            summary.put("pairs", pairs.paired.get());
            summary.put("wrong", pairs.wrong.get());
            summary.put("unreadable", pairs.unreadable.get());
            summary.put("disordered", pairs.disordered.get());
            summary.put("resultsAlone", session.stats().unpairedResults());
            summary.put("framesAlone", session.stats().unpairedFrames());
            summary.put("newest", pairs.newest.get());
            System.out.println(new ObjectMapper().writeValueAsString(summary));
        }
    }
}
