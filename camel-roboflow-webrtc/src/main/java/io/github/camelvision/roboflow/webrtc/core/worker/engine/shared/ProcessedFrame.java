package io.github.camelvision.roboflow.webrtc.core.worker.engine.shared;

import io.github.camelvision.roboflow.webrtc.core.result.FrameMetadata;
import io.github.camelvision.roboflow.webrtc.core.worker.output.SelectedOutputs;

/** One frame's result, ready to be sent. */
public record ProcessedFrame(FrameMetadata metadata, SelectedOutputs outputs) {}
