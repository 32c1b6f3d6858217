/**
 * Sessions of one component by name, and who uses them.
 *
 * <p>From outside: nothing but the client.
 *
 * <p>Start at {@link SharedSession}.
 */
package io.github.camelvision.roboflow.webrtc.client.internal;
