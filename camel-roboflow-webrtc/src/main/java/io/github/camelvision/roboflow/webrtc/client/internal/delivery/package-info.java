/**
 * From a session's deliveries to exchanges: the queue, the threads that take from it, and the acknowledgement when a route is done.
 *
 * <p>From outside: nothing but the client.
 *
 * <p>Start at {@link Deliveries}.
 */
package io.github.camelvision.roboflow.webrtc.client.internal.delivery;
