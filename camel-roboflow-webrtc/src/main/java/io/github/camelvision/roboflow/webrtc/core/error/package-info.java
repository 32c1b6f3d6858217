/**
 * Every exception of the library, and text of a peer made fit for a log.
 *
 * <p>From outside: all of it; it depends on nothing.
 *
 * <p>Start at {@link RoboflowWebrtcException}.
 */
package io.github.camelvision.roboflow.webrtc.core.error;
