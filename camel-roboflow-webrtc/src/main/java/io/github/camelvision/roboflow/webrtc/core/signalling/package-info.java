/**
 * From offer to answer: what the client asks of the server (docs/protocol.adoc#request), over HTTP or the Stream Manager's TCP port.
 *
 * <p>A newcomer starts at {@link io.github.camelvision.roboflow.webrtc.core.signalling.Signalling}. Everything here is asynchronous:
 * no method waits for the network, every failure is a {@link io.github.camelvision.roboflow.webrtc.core.error.SignallingException}.
 */
package io.github.camelvision.roboflow.webrtc.core.signalling;
