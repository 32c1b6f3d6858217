/**
 * Webcams and streams that are captured here.
 *
 * <p>From outside: {@link WebcamSource} and {@link LocalStreamSource}.
 *
 * <p>Start at {@link CaptureLoop}, the thread that reads, and {@link CaptureRun}, the connection that sends.
 */
package io.github.camelvision.roboflow.webrtc.core.source.capture;
