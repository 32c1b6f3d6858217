package io.github.camelvision.roboflow.webrtc.core.signalling;

/**
 * The server's answer to a session request (docs/protocol.adoc#answer).
 *
 * @param sdp the SDP of the answer
 * @param type the SDP type, always {@code answer}
 * @param pipelineId the server's id of the pipeline, or null; the Stream Manager's management calls need it
 * @param requestId the server's id of the request, or null
 */
public record InitAnswer(String sdp, String type, String pipelineId, String requestId) {

    /** Without the SDP, which is long and holds ICE credentials. */
    @Override
    public String toString() {
        return "InitAnswer[type=" + type + ", sdp=" + sdp.length() + " characters, pipelineId=" + pipelineId
                + ", requestId=" + requestId + "]";
    }
}
