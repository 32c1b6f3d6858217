package io.github.camelvision.roboflow.webrtc.core.worker;

import java.util.Map;

/**
 * What the HTTP side answers to a POST.
 *
 * @param status HTTP status
 * @param body JSON in UTF-8: the SDP answer, or {@code {"message", "error_type"}}
 * @param headers to add to the answer, besides {@code Content-Type: application/json}
 * @param session that was opened; null when the status is not 200
 */
public record WorkerAnswer(int status, byte[] body, Map<String, String> headers, WorkerSession session) {

    public WorkerAnswer {
        headers = Map.copyOf(headers);
    }

    /** Without the body: an SDP has candidates and fingerprints that belong into no log. */
    @Override
    public String toString() {
        return "WorkerAnswer[" + status + "]";
    }
}
