/**
 * How options become a session: its source, its workflow, and what the server's API makes of them.
 *
 * <p>From outside: nothing but the client.
 *
 * <p>Start at {@link SessionFactory}.
 */
package io.github.camelvision.roboflow.webrtc.client.internal.factory;
