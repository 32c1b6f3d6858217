/**
 * A session for programs without Camel: handlers and iterators, as in Roboflow's Python SDK.
 *
 * <p>From outside: {@link VideoSession} and {@link VideoFrame}.
 *
 * <p>Start at {@link VideoSession}.
 */
package io.github.camelvision.roboflow.webrtc.core.session.program;
