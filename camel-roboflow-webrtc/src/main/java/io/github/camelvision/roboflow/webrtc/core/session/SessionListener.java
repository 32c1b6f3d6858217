package io.github.camelvision.roboflow.webrtc.core.session;

import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;

/** What a session tells. Every method is called on the session loop: hand over and return. Exceptions are logged and change nothing. */
public interface SessionListener {

    /** Something to handle. {@link Delivery#done()} must be called once it is. */
    void onDelivery(Delivery delivery);

    /** The session moved on. {@code cause} is null unless it moved to WAITING or FAILED. */
    default void onState(SessionState state, RoboflowWebrtcException cause) {
    }

    /** Something broke that does not end the session: a message was dropped (the first one of a row), the connection was lost. */
    default void onError(RoboflowWebrtcException error) {
    }

    /** The session streams again after an outage; follows the {@link #onState} that says so. Once for each outage. */
    default void onGap(Gap gap) {
    }

    /** Progress of a file's upload. */
    default void onUpload(long chunks, long totalChunks) {
    }

    /** The session is over; nothing follows. */
    default void onEnd(SessionEnd end) {
    }
}
