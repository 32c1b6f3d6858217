package io.github.camelvision.roboflow.webrtc.core.worker.engine.shared;

import io.github.camelvision.roboflow.webrtc.core.worker.WorkerStatistics;
import java.util.concurrent.atomic.LongAdder;

/** What a session counts, from any thread. */
public final class WorkerCounters {

    public final LongAdder framesIn = new LongAdder();
    public final LongAdder framesProcessed = new LongAdder();
    public final LongAdder framesFailed = new LongAdder();
    public final LongAdder droppedLate = new LongAdder();
    public final LongAdder droppedOverflow = new LongAdder();
    public final LongAdder videoFramesOut = new LongAdder();
    public final LongAdder messagesOut = new LongAdder();
    public final LongAdder bytesOut = new LongAdder();
    public final LongAdder uploadBytes = new LongAdder();
    /** Results that the channel cannot carry in one message, where the protocol has no chunks. */
    public final LongAdder tooLong = new LongAdder();
    public final LongAdder badMessages = new LongAdder();
    public final LongAdder captureReconnects = new LongAdder();

    public WorkerStatistics snapshot() {
        return new WorkerStatistics(framesIn.sum(), framesProcessed.sum(), framesFailed.sum(), droppedLate.sum(), droppedOverflow.sum(),
                videoFramesOut.sum(), messagesOut.sum(), bytesOut.sum(), uploadBytes.sum(), badMessages.sum(),
                captureReconnects.sum());
    }
}
