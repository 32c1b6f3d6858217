/**
 * Results on their way back: in order, the frame first, the message in chunks.
 *
 * <p>From outside: nothing but the worker's engine.
 *
 * <p>Start at {@link ResultDelivery}.
 */
package io.github.camelvision.roboflow.webrtc.core.worker.engine.delivery;
