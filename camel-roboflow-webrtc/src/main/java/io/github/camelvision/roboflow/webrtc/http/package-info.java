/**
 * The HTTP server that a Camel context has, whichever it is.
 *
 * <p>From outside: all of it.
 *
 * <p>Start at {@link HttpServers}.
 */
package io.github.camelvision.roboflow.webrtc.http;
