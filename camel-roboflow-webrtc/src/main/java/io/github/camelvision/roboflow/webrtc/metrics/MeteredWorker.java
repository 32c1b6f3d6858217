package io.github.camelvision.roboflow.webrtc.metrics;

import io.github.camelvision.roboflow.webrtc.core.worker.WorkerServer;

/**
 * What meters read of a worker.
 *
 * @param name the tag: as in the endpoint's URI
 */
public record MeteredWorker(String name, WorkerServer server) {}
