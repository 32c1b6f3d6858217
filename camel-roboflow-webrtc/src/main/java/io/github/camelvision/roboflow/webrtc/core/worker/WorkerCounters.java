package io.github.camelvision.roboflow.webrtc.core.worker;

import java.util.concurrent.atomic.LongAdder;

/** What a session counts, from any thread. */
final class WorkerCounters {

    final LongAdder framesIn = new LongAdder();
    final LongAdder framesProcessed = new LongAdder();
    final LongAdder framesFailed = new LongAdder();
    final LongAdder droppedLate = new LongAdder();
    final LongAdder droppedOverflow = new LongAdder();
    final LongAdder videoFramesOut = new LongAdder();
    final LongAdder messagesOut = new LongAdder();
    final LongAdder bytesOut = new LongAdder();
    final LongAdder uploadBytes = new LongAdder();
    /** Results that the channel cannot carry in one message, where the protocol has no chunks. */
    final LongAdder tooLong = new LongAdder();
    final LongAdder badMessages = new LongAdder();
    final LongAdder captureReconnects = new LongAdder();

    WorkerStatistics snapshot() {
        return new WorkerStatistics(framesIn.sum(), framesProcessed.sum(), framesFailed.sum(), droppedLate.sum(), droppedOverflow.sum(),
                videoFramesOut.sum(), messagesOut.sum(), bytesOut.sum(), uploadBytes.sum(), badMessages.sum(),
                captureReconnects.sum());
    }
}
