/**
 * Reads pictures out of devices, network streams and files, for client and worker alike. A {@link FrameOpener} opens a source as often as
 * it is lost, on the thread that then reads its {@link FrameReader}; an {@link Interruption} ends both from any other thread.
 */
package io.github.camelvision.roboflow.webrtc.core.capture;
