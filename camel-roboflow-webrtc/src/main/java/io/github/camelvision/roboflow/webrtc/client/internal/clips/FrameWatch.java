package io.github.camelvision.roboflow.webrtc.client.internal.clips;

import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.core.session.Delivery;
import java.time.Duration;

/** Sees the frames of a session. On its loop: it queues and returns. */
public interface FrameWatch {

    /** A frame was handed to the encoder. */
    void sent(Frame frame);

    /** A result came. @param sent its frame, with the time since; null when unknown */
    void result(InferenceResult result, Frame sent, Duration latency);

    /** A frame, a result or both came back, before the user gets them. */
    default void came(Delivery delivery) {}

    /** The session is over. */
    default void over() {}
}
