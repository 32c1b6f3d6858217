/**
 * Where the frames come from: what each source adds to the peer connection and to the request, and what it does once connected.
 *
 * <p>From outside: {@link Source}, its records, and {@link ServerCaptureSource}, for streams that the server reads itself.
 *
 * <p>Start at {@link Source}: it outlives connections, and makes a {@link SourceRun} for each.
 */
package io.github.camelvision.roboflow.webrtc.core.source;
