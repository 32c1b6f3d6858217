/**
 * Sessions of one component by name, and how options become a session.
 *
 * <p>From outside: nothing but the client.
 *
 * <p>Start at {@link SharedSession}, then {@link SessionFactory}.
 */
package io.github.camelvision.roboflow.webrtc.client.internal;
