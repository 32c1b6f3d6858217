package io.github.camelvision.roboflow.webrtc.core.worker.manager;

import io.github.camelvision.roboflow.webrtc.core.worker.request.WorkerRequest;
import java.time.Duration;

/**
 * What a client asked of a new pipeline.
 *
 * @param request the part that every worker's session knows
 * @param resultsBufferSize results kept for {@code consume}
 * @param fpsProbeFrames frames over which an undeclared frame rate is measured
 * @param maxFps frames per second to process at most; null: all
 * @param consumptionTimeout a pipeline nobody consumes from this long ends; null: never
 */
record PipelineSettings(WorkerRequest request, int resultsBufferSize, int fpsProbeFrames, Double maxFps, Duration consumptionTimeout) {}
