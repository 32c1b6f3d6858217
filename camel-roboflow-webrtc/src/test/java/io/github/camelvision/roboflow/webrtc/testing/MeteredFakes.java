package io.github.camelvision.roboflow.webrtc.testing;

import io.github.camelvision.roboflow.webrtc.core.clips.ClipCounts;
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
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A session {@code gate} that is never started, with 3 results waiting and 2 dropped, and a worker {@code parts} without clients. */
public final class MeteredFakes implements AutoCloseable {

    private final ManualSource source = new ManualSource(30, VideoBitrate.AUTO, 30);
    private final Session session = new Session(SessionOptions.builder("gate").source(source).signalling(new FakeSignalling())
            .workflow(WorkflowReference.byId("acme", "count", null)).build(), new FakePeers(), Delivery::done);
    private final WorkerServer server = new WorkerServer(WorkerOptions.builder().build(),
            task -> CompletableFuture.completedFuture(Map.of()), new FakePeers());

    public MeteredSession session() {
        return new MeteredSession("gate", session, source, () -> 3, () -> 2, () -> ClipCounts.NONE);
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
