package io.github.camelvision.roboflow.webrtc.testing;

import io.github.camelvision.roboflow.webrtc.core.clips.ClipCounts;
import io.github.camelvision.roboflow.webrtc.core.detection.Detections;
import io.github.camelvision.roboflow.webrtc.core.objects.TimeBasis;
import io.github.camelvision.roboflow.webrtc.core.objects.rules.ObjectRules;
import io.github.camelvision.roboflow.webrtc.core.session.Delivery;
import io.github.camelvision.roboflow.webrtc.core.session.Session;
import io.github.camelvision.roboflow.webrtc.core.session.SessionOptions;
import io.github.camelvision.roboflow.webrtc.core.signalling.WorkflowReference;
import io.github.camelvision.roboflow.webrtc.core.source.VideoBitrate;
import io.github.camelvision.roboflow.webrtc.core.source.manual.ManualSource;
import io.github.camelvision.roboflow.webrtc.core.worker.WorkerOptions;
import io.github.camelvision.roboflow.webrtc.core.worker.WorkerServer;
import io.github.camelvision.roboflow.webrtc.metrics.MeteredSession;
import io.github.camelvision.roboflow.webrtc.metrics.MeteredWorker;
import io.github.camelvision.roboflow.webrtc.objects.CameraEvents;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A session {@code gate} that is never started, with 3 results waiting and 2 dropped, and a worker {@code parts} without clients. */
public final class MeteredFakes implements AutoCloseable {

    private final ManualSource source = new ManualSource(30, VideoBitrate.AUTO, 30);
    private final Session session = new Session(SessionOptions.builder("gate").source(source).signalling(new FakeSignalling())
            .workflow(WorkflowReference.byId("acme", "count", null)).build(), new FakePeers(), Delivery::done);
    private final CameraEvents objects = new CameraEvents("gate", ObjectRules.DEFAULT, TimeBasis.received);
    private final WorkerServer server = new WorkerServer(WorkerOptions.builder().build(),
            task -> CompletableFuture.completedFuture(Map.of()), new FakePeers());

    public MeteredSession session() {
        return new MeteredSession("gate", session, source, () -> 3, () -> 2, () -> ClipCounts.NONE, () -> objects);
    }

    /** One object appears. */
    public void see() {
        for (int frame = 1; frame <= 3; frame++) {
            objects.see("session", null, Detections.on(640, 480).add("nut", 0.9, 100, 100, 50, 50).build(),
                    Instant.ofEpochMilli(33L * frame), null);
        }
    }

    public MeteredWorker worker() {
        return new MeteredWorker("parts", server);
    }

    @Override
    public void close() {
        session.close();
        server.close();
    }
}
