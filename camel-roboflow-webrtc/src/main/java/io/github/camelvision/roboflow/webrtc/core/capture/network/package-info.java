/**
 * What network cameras need beside FFmpeg: addresses, JPEG streams over HTTP, RTSP's refusals, certificates; and the one HTTP fetch.
 *
 * <p>From outside: {@link MjpegOpener}, {@link StreamInputs}, {@link CameraUrl}, {@link HttpFetch}.
 *
 * <p>Start at {@link MjpegOpener} and {@link HttpFetch}.
 */
package io.github.camelvision.roboflow.webrtc.core.capture.network;
