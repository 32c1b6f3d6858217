/**
 * How a session connects, retries, renews and ends. One loop a session owns this state; nothing here locks.
 *
 * <p>From outside: nothing, ask {@link io.github.camelvision.roboflow.webrtc.core.session.Session}.
 *
 * <p>Start at {@link SessionDriver}; {@link Renewal} replaces a connection without an outage.
 */
package io.github.camelvision.roboflow.webrtc.core.session.engine;
