package io.github.camelvision.roboflow.webrtc.core.worker.output;

import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.result.FrameMetadata;
import io.github.camelvision.roboflow.webrtc.core.worker.request.WorkerRequest;

/**
 * One frame to process.
 *
 * @param sessionId of the session that the frame belongs to
 * @param frame upright, with its pts in 90 kHz ticks if it has one
 * @param metadata what the message about this frame will carry: frame id from 1, time of taking, pts, size
 * @param request what the client asked for: workflow, parameters, outputs
 */
public record FrameTask(String sessionId, Frame frame, FrameMetadata metadata, WorkerRequest request) {}
