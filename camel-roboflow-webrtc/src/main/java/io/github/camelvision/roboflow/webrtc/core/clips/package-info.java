/**
 * Clips: the frames around something that happened, as a video file with the results beside it.
 *
 * <p>From outside: {@link ClipRecorder} takes the frames of one session and is told what happened, {@link ClipRules} say what a clip
 * holds, {@link ClipDirectory} where it goes, {@link ClipListener} hears of each {@link Clip}.
 *
 * <p>Start at {@link ClipRecorder}. The {@code engine} decides which frame goes into which clip, without a thread or a clock, and
 * writes the files.
 */
package io.github.camelvision.roboflow.webrtc.core.clips;
