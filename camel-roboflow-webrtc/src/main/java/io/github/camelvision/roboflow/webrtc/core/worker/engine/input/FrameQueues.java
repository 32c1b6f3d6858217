package io.github.camelvision.roboflow.webrtc.core.worker.engine.input;

import io.github.camelvision.roboflow.webrtc.core.memory.MemoryBudget;
import io.github.camelvision.roboflow.webrtc.core.worker.engine.shared.WorkerCounters;
import io.github.camelvision.roboflow.webrtc.core.worker.request.VideoOrigin;
import io.github.camelvision.roboflow.webrtc.core.worker.request.WorkerRequest;

/** Which frames wait and which are given up: docs/protocol.adoc#queues. */
final class FrameQueues {

    private static final long MAX_BYTES = 256L * 1024 * 1024;
    /** Decoded frames of files and captured streams that may wait in realtime. */
    private static final int REALTIME_FRAMES = 30;
    /** Enough to keep decoder and processor busy at the same time. */
    private static final int BATCH_FRAMES = 4;
    /**
     * Frames of a Stream Manager's track that may wait: one more, and only the newest is kept (docs/protocol.adoc#stream-manager-session).
     */
    private static final int DRAINED_FRAMES = 10;
    private static final int LIVE_FRAMES = 10_000;

    private FrameQueues() {}

    static FrameQueue forRequest(WorkerRequest request, boolean draining, WorkerCounters counters, MemoryBudget.Account memory) {
        if (draining && request.realtime()) {
            return FrameQueue.draining(DRAINED_FRAMES, MAX_BYTES, counters.droppedLate, memory);
        }
        if (request.origin() == VideoOrigin.TRACK) {
            return request.realtime() ? FrameQueue.dropping(1, MAX_BYTES, counters.droppedLate, memory)
                    : FrameQueue.dropping(LIVE_FRAMES, MAX_BYTES, counters.droppedOverflow, memory);
        }
        if (request.realtime()) {
            return FrameQueue.dropping(REALTIME_FRAMES, MAX_BYTES, counters.droppedLate, memory);
        }
        return request.origin() == VideoOrigin.UPLOAD ? FrameQueue.waiting(BATCH_FRAMES, MAX_BYTES, memory)
                : FrameQueue.dropping(LIVE_FRAMES, MAX_BYTES, counters.droppedOverflow, memory);
    }
}
