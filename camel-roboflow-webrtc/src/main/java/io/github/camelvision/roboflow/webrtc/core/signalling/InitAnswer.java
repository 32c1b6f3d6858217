package io.github.camelvision.roboflow.webrtc.core.signalling;

import java.time.Duration;

/**
 * The server's answer to a session request (docs/protocol.adoc#answer).
 *
 * @param sdp the SDP of the answer
 * @param type the SDP type, always {@code answer}
 * @param pipelineId the server's id of the pipeline, or null; the Stream Manager's management calls need it
 * @param requestId the server's id of the request, or null
 * @param maxSessionAge how long it serves a session; null: it does not tell
 */
public record InitAnswer(String sdp, String type, String pipelineId, String requestId, Duration maxSessionAge) {

    /** Of a server that does not tell how long it serves a session. */
    public InitAnswer(String sdp, String type, String pipelineId, String requestId) {
        this(sdp, type, pipelineId, requestId, null);
    }

    /** Without the SDP, which is long and holds ICE credentials. */
    @Override
    public String toString() {
        return "InitAnswer[type=" + type + ", sdp=" + sdp.length() + " characters, pipelineId=" + pipelineId
                + ", requestId=" + requestId + "]";
    }
}
