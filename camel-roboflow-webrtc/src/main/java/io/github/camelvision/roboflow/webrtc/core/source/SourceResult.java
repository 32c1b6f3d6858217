package io.github.camelvision.roboflow.webrtc.core.source;

import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;

/**
 * A result and the frame it was made from.
 *
 * @param sent null when the source does not know which one it is, or sends frames of its own
 * @param identified whether the source knows that no other connection of the session has answered the same frame
 * @param capturedNanos System.nanoTime() when the frame was captured, or given by a producer; null when that is not known
 */
public record SourceResult(InferenceResult result, SentFrame sent, boolean identified, Long capturedNanos) {

    /** Identified if the frame is known. */
    public SourceResult(InferenceResult result, SentFrame sent) {
        this(result, sent, sent != null, sent == null ? null : sent.takenNanos());
    }
}
