/**
 * What a client asks: the body of its POST, checked and refused where it must be.
 *
 * <p>From outside: all that is public.
 *
 * <p>Start at {@link WorkerRequestParser}.
 */
package io.github.camelvision.roboflow.webrtc.core.worker.request;
