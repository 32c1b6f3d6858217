/**
 * What a server said of one frame: the message of the channel, its outputs and its metadata. What it found is in {@code core.detection}.
 *
 * <p>From outside: {@link InferenceResult}, {@link FrameMetadata}; the JSON behind them is scanned once, and read when somebody asks.
 *
 * <p>Start at {@link InferenceResult}.
 */
package io.github.camelvision.roboflow.webrtc.core.result;
