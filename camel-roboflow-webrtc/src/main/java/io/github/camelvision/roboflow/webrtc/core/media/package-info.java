/**
 * Frames as plain values of the Java heap, and the codecs that make them of images and images of them.
 *
 * <p>From outside: {@link Frame}, {@link ImageCodec}, {@link UprightFrame}, {@link Orientation}. Native memory is used inside single
 * calls only and never escapes from them.
 *
 * <p>Start at {@link Frame}, then {@link ImageCodec}.
 */
package io.github.camelvision.roboflow.webrtc.core.media;
