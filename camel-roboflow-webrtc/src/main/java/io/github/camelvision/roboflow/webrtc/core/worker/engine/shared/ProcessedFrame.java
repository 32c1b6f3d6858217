package io.github.camelvision.roboflow.webrtc.core.worker.engine.shared;

import io.github.camelvision.roboflow.webrtc.core.result.FrameMetadata;
import io.github.camelvision.roboflow.webrtc.core.worker.output.SelectedOutputs;

/**
 * One frame's result, ready to be sent.
 *
 * @param sent to be called once, when it is on its way: gives back the memory that frame and outputs took
 */
public record ProcessedFrame(FrameMetadata metadata, SelectedOutputs outputs, Runnable sent) {}
