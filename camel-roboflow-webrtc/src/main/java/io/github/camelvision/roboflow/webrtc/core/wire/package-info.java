/**
 * Bytes and JSON on the wire, for both sides of the protocol (docs/protocol.adoc#results, docs/protocol.adoc#uploads). Pure: no thread, no
 * clock, no I/O. What the peer sends is never trusted: every parser answers a malformed or too large message with a {@link
 * io.github.camelvision.roboflow.webrtc.core.error.ProtocolException}, and allocates no more than its caps.
 */
package io.github.camelvision.roboflow.webrtc.core.wire;
