/**
 * One peer connection of a session: brought up, watched, its messages assembled.
 *
 * <p>From outside: nothing but the session's engine.
 *
 * <p>Start at {@link Connection}, then {@link Handshake} and {@link PeerCallbacks}.
 */
package io.github.camelvision.roboflow.webrtc.core.session.engine.connection;
