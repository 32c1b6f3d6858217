package io.github.camelvision.roboflow.webrtc.core.worker;

/**
 * A session that was asked for and its answer.
 *
 * @param session not connected yet; it closes itself when the client never connects
 * @param sdp the SDP of the answer
 */
public record OpenedSession(WorkerSession session, String sdp) {

    /** Without the SDP. */
    @Override
    public String toString() {
        return "OpenedSession[" + session + "]";
    }
}
