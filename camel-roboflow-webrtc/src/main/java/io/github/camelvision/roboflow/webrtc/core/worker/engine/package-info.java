/**
 * One session of a worker, on its loop.
 *
 * <p>From outside: nothing, ask {@link io.github.camelvision.roboflow.webrtc.core.worker.WorkerServer}.
 *
 * <p>Start at {@link SessionStream}, then {@link FramePump}.
 */
package io.github.camelvision.roboflow.webrtc.core.worker.engine;
