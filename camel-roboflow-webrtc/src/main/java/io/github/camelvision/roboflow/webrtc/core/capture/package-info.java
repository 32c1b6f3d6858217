/**
 * Reads frames out of devices, network streams and files, for client and worker alike.
 *
 * <p>From outside: all that is public. A {@link FrameOpener} opens a source as often as it is lost, on the thread that then reads its
 * {@link FrameReader}; an {@link Interruption} ends both from any other thread.
 *
 * <p>Start at {@link FrameOpener}.
 */
package io.github.camelvision.roboflow.webrtc.core.capture;
