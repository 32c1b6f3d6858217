/**
 * What a server found on one frame: the message of the channel, its outputs, and its detections with masks and zones.
 *
 * <p>From outside: {@link InferenceResult}, {@link Detections}, {@link Detection}, {@link FrameMetadata}, {@link Zone}; the JSON behind
 * them is scanned once, and read when somebody asks.
 *
 * <p>Start at {@link InferenceResult}.
 */
package io.github.camelvision.roboflow.webrtc.core.result;
