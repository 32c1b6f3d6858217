/**
 * Draws detections on a frame.
 *
 * <p>From outside: {@link Annotator} and {@link AnnotationStyle}.
 *
 * <p>Start at {@link Annotator}; the letterings are its two ways to write a label.
 */
package io.github.camelvision.roboflow.webrtc.core.draw;
