package io.github.camelvision.roboflow.webrtc.core.session.status;

import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;

/**
 * How a session ended.
 *
 * @param terminationReason the server's word, for instance {@code timeout_reached}; null when it gave none
 * @param cause why it failed; null unless {@code reason} is FAILED
 */
public record SessionEnd(Reason reason, String terminationReason, RoboflowWebrtcException cause) {

    /** Who ended it. */
    public enum Reason {
        /** The server had processed everything, or its time was up. */
        COMPLETED,
        /** This side closed it. */
        CLOSED,
        /** It broke for good. */
        FAILED
    }
}
