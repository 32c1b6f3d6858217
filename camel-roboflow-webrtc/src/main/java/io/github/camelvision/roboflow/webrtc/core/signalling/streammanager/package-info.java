/**
 * The Stream Manager's dialect of signalling (docs/protocol.adoc#stream-manager), by HTTP or TCP.
 *
 * <p>From outside: {@link StreamManagerClient} and the two that implement it.
 *
 * <p>Start at {@link StreamManagerClient}.
 */
package io.github.camelvision.roboflow.webrtc.core.signalling.streammanager;
