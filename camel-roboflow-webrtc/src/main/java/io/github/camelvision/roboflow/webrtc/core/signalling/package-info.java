/**
 * From offer to answer: what the client asks of the server (docs/protocol.adoc#request), and what it needs for that.
 *
 * <p>From outside: all that is public. Everything is asynchronous: no method waits for the network, every failure is a {@link
 * io.github.camelvision.roboflow.webrtc.core.error.SignallingException}.
 *
 * <p>Start at {@link Signalling} and {@link InitRequest}.
 */
package io.github.camelvision.roboflow.webrtc.core.signalling;
