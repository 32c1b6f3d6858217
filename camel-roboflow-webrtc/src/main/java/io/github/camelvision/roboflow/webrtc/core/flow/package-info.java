/**
 * Flow control: the client's contiguous prefix, the worker's window over it, and the queue with a policy. Pure: one thread, no clock (time
 * is an argument), no I/O; memory is bounded by capacities given at construction.
 *
 * <p>From outside: all of it.
 *
 * <p>Start at {@link AckPrefix} and {@link AckWindow}, the two ends of one rule (docs/protocol.adoc#back-pressure).
 */
package io.github.camelvision.roboflow.webrtc.core.flow;
