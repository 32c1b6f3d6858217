package io.github.camelvision.roboflow.webrtc.core.source;

import io.github.camelvision.roboflow.webrtc.core.media.InferenceResult;

/** A result and the frame it was made from; {@code sent} is null when the source does not know the frame. */
public record SourceResult(InferenceResult result, SentFrame sent) {
}
