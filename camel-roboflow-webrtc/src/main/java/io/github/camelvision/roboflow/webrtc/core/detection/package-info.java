/**
 * What was found on a frame: boxes, classes, masks and key points, and the zones they lie in. Plain values of the heap.
 *
 * <p>From outside: {@link Detections}, {@link Detection}, {@link Mask}, {@link Zone}. A list reads its JSON when somebody asks.
 *
 * <p>Start at {@link Detections}.
 */
package io.github.camelvision.roboflow.webrtc.core.detection;
