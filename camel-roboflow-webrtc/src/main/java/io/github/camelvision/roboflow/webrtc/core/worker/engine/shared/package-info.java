/**
 * What the parts of a worker's session have in common: its context, its counters, a frame on its way.
 *
 * <p>From outside: nothing but the worker's engine.
 *
 * <p>Start at {@link SessionContext}.
 */
package io.github.camelvision.roboflow.webrtc.core.worker.engine.shared;
