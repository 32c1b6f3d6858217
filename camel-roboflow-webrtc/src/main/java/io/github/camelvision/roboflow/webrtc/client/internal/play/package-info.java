/**
 * A recording in place of a server.
 *
 * <p>From outside: nothing but the client.
 *
 * <p>Start at {@link Player}.
 */
package io.github.camelvision.roboflow.webrtc.client.internal.play;
