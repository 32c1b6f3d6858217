/**
 * Every exception of the library, text of a peer made fit for a log, and what is said of an option that is too small.
 *
 * <p>From outside: all of it; it depends on nothing.
 *
 * <p>Start at {@link RoboflowWebrtcException}.
 */
package io.github.camelvision.roboflow.webrtc.core.error;
