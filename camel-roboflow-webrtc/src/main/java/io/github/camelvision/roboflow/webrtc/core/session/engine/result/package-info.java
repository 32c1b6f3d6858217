/**
 * What a connection brings, on its way to the user: order, pairs, acknowledgements, and what is owed.
 *
 * <p>From outside: nothing but the session's engine.
 *
 * <p>Start at {@link ResultStream}.
 */
package io.github.camelvision.roboflow.webrtc.core.session.engine.result;
