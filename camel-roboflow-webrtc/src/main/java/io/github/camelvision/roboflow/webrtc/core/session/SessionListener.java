package io.github.camelvision.roboflow.webrtc.core.session;

import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.core.session.status.Drops;
import io.github.camelvision.roboflow.webrtc.core.session.status.Gap;
import io.github.camelvision.roboflow.webrtc.core.session.status.SessionEnd;
import io.github.camelvision.roboflow.webrtc.core.session.status.SessionState;
import io.github.camelvision.roboflow.webrtc.core.source.UploadProgress;
import java.time.Duration;

/** What a session tells. Every method is called on the session loop: hand over and return. Exceptions are logged and change nothing. */
public interface SessionListener {

    /** Something to handle. {@link Delivery#done()} must be called once it is. */
    void onDelivery(Delivery delivery);

    /**
     * There is no memory for a delivery that came: gives up an older one that waits, where the user's policy is to drop the oldest.
     *
     * @return false when there is none to give up
     */
    default boolean makeRoom() {
        return false;
    }

    /** The session moved on. {@code cause} is null unless it moved to WAITING or FAILED. */
    default void onState(SessionState state, RoboflowWebrtcException cause) {}

    /**
     * Something broke that does not end the session: messages could not be read (the first, then at most one in 10 s), or
     * the connection was lost. The session has logged it.
     */
    default void onError(RoboflowWebrtcException error) {}

    /** The session streams again after an outage; follows the {@link #onState} that says so. Once for each outage. */
    default void onGap(Gap gap) {}

    /**
     * A result that is delivered now or soon, whatever {@link Emit} says. For those who watch: nothing is to be done for it.
     *
     * @param sent the very frame it was made from, and {@code latency} the time since it was handed to the encoder; null when unknown
     */
    default void onResult(InferenceResult result, Frame sent, Duration latency) {}

    /** A frame was handed to the encoder. For those who watch. */
    default void onSent(Frame frame) {}

    /**
     * Something was dropped on this side. The first of a kind at once, then ever more rarely while it goes on, the rest when it has
     * stopped, and before {@link #onEnd}.
     */
    default void onDropped(Drops drops) {}

    /** Progress of a file's upload: with each chunk. */
    default void onUpload(UploadProgress progress) {}

    /** The session is over; nothing follows. */
    default void onEnd(SessionEnd end) {}
}
