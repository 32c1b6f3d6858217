/**
 * What a session tells of itself: its state, numbers, gaps and end, as plain values.
 *
 * <p>From outside: all of it. Who opens and hears a session is in {@code core.session}.
 *
 * <p>Start at {@link SessionState}, then {@link SessionStats}.
 */
package io.github.camelvision.roboflow.webrtc.core.session.status;
