/**
 * Where a worker's frames come from: track, upload or capture, into one queue.
 *
 * <p>From outside: nothing but the worker's engine.
 *
 * <p>Start at {@link SessionSource}.
 */
package io.github.camelvision.roboflow.webrtc.core.worker.engine.input;
