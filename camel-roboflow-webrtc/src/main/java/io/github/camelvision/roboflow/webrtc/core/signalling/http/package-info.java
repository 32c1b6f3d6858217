/**
 * Signalling and the look-ups before it over HTTP.
 *
 * <p>From outside: {@link WorkerHttpSignalling}, {@link IceServers} and {@link ModelTaskLookup}.
 *
 * <p>Start at {@link WorkerHttpSignalling}; {@link HttpTransport} is the one way to send.
 */
package io.github.camelvision.roboflow.webrtc.core.signalling.http;
