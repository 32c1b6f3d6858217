package io.github.camelvision.roboflow.webrtc.core.worker;

import io.github.camelvision.roboflow.webrtc.core.media.FrameMetadata;

/** One frame's result, ready to be sent. */
record ProcessedFrame(FrameMetadata metadata, SelectedOutputs outputs) {}
