/**
 * Which frame goes into which clip ({@link ClipCutter}, on {@link ClipRing}), and the files ({@link ClipWriter}, {@link Mp4Writer}).
 *
 * <p>From outside of {@code core.clips}: nothing.
 *
 * <p>Start at {@link ClipCutter}: pure, no thread, no clock, no I/O.
 */
package io.github.camelvision.roboflow.webrtc.core.clips.engine;
