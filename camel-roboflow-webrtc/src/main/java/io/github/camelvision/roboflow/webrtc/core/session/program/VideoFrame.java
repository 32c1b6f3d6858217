package io.github.camelvision.roboflow.webrtc.core.session.program;

import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.result.FrameMetadata;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;

/**
 * A frame that the server returned.
 *
 * @param metadata of this frame; null when it came without a result
 * @param result the prediction made from it; null as the metadata
 */
public record VideoFrame(Frame frame, FrameMetadata metadata, InferenceResult result) {}
