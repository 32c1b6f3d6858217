package io.github.camelvision.roboflow.webrtc.metrics;

import io.github.camelvision.roboflow.webrtc.core.memory.MemoryBudget;
import io.github.camelvision.roboflow.webrtc.core.worker.WorkerServer;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** The meters of one worker, over all its sessions. docs/operations.adoc lists them, from here. */
final class MicrometerWorker implements WorkerMeters {

    private static final String PREFIX = "roboflow.webrtc.worker.";
    private static final String DROPPED = PREFIX + "dropped";
    private static final String DROPPED_TEXT = "Frames and messages given up, by reason";

    private final Registered meters;
    private final Timer processing;

    MicrometerWorker(Registered meters, MeteredWorker metered) {
        this.meters = meters;
        WorkerServer server = metered.server();
        processing = meters.timer(PREFIX + "processing", "Time of the route for one frame");
        meters.gauge(PREFIX + "sessions", "Sessions that are open", () -> server.sessions().size());
        meters.gauge(PREFIX + "sessions.max", "Sessions that may be open (maxSessions)", () -> server.options().maxSessions());
        meters.bytes(PREFIX + "memory.held",
                "What the worker's sessions hold: what their clients sent, frames in the route, results not yet taken",
                () -> server.memoryHeld());
        meters.bytes(PREFIX + "memory.used", "What all sessions and requests of the component hold",
                () -> server.options().memory().used());
        meters.bytes(PREFIX + "memory.budget", "What all sessions of the component may hold together (memoryBudget)",
                () -> server.options().memory().capacity());
        meters.counter(PREFIX + "memory.refused", "Times that a session or request of the component wanted more than its share", null,
                () -> server.options().memory().refused());
        meters.memory(PREFIX + "memory.native", MemoryBudget.nativeMemory());
        meters.counter(PREFIX + "frames.received", "Frames decoded from track, file or capture", null,
                () -> server.statistics().framesIn());
        meters.counter(PREFIX + "frames.processed", "Frames that the route was done with, failures included", null,
                () -> server.statistics().framesProcessed());
        meters.counter(PREFIX + "frames.failed", "Frames that the route failed with", null, () -> server.statistics().framesFailed());
        meters.counter(DROPPED, DROPPED_TEXT, null, () -> server.statistics().droppedLate(), "reason", "late");
        meters.counter(DROPPED, DROPPED_TEXT, null, () -> server.statistics().droppedOverflow(), "reason", "overflow");
        meters.counter(DROPPED, DROPPED_TEXT, null, () -> server.statistics().badMessages(), "reason", "unreadable");
        meters.counter(PREFIX + "results", "Results handed to the data channel", null, () -> server.statistics().messagesOut());
        meters.counter(PREFIX + "results.size", "Bytes handed to the data channel", "bytes", () -> server.statistics().bytesOut());
        meters.counter(PREFIX + "upload", "Bytes of files received", "bytes", () -> server.statistics().uploadBytes());
        meters.counter(PREFIX + "capture.reconnects", "Times a captured camera came back after it was lost", null,
                () -> server.statistics().captureReconnects());
        meters.counter(PREFIX + "frames.returned", "Frames returned as video", null, () -> server.statistics().videoFramesOut());
    }

    @Override
    public void processed(Duration time) {
        processing.record(time);
    }

    @Override
    public void close() {
        meters.remove();
    }
}
