package io.github.camelvision.roboflow.webrtc.core.worker;

/**
 * Counters of one session at one moment.
 *
 * @param framesIn frames decoded from track, file or capture
 * @param framesProcessed frames the processor was done with, failures included
 * @param framesFailed of these, the ones with errors
 * @param droppedLate frames given up because newer ones came (realtime)
 * @param droppedOverflow frames given up because too much waited
 * @param videoFramesOut frames pushed to the returned video track
 * @param messagesOut results handed to the data channel
 * @param bytesOut bytes handed to the data channel
 * @param uploadBytes bytes received on the upload channel
 * @param badMessages messages of the client that did not follow the protocol
 * @param captureReconnects how often a captured camera came back after it was lost
 */
public record WorkerStatistics(long framesIn, long framesProcessed, long framesFailed, long droppedLate, long droppedOverflow,
        long videoFramesOut, long messagesOut, long bytesOut, long uploadBytes, long badMessages,
        long captureReconnects) {

    public static final WorkerStatistics NONE = new WorkerStatistics(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    public WorkerStatistics plus(WorkerStatistics other) {
        return new WorkerStatistics(framesIn + other.framesIn, framesProcessed + other.framesProcessed, framesFailed + other.framesFailed,
                droppedLate + other.droppedLate, droppedOverflow + other.droppedOverflow, videoFramesOut + other.videoFramesOut,
                messagesOut + other.messagesOut, bytesOut + other.bytesOut, uploadBytes + other.uploadBytes,
                badMessages + other.badMessages, captureReconnects + other.captureReconnects);
    }
}
