/**
 * A client's session: one connection after the other to one server, what arrives on it, and how it survives.
 *
 * <p>From outside: all of it. {@link Session} opens and ends, a {@link SessionListener} hears, {@link SessionOptions} say how.
 *
 * <p>Start at {@link Session}.
 */
package io.github.camelvision.roboflow.webrtc.core.session;
