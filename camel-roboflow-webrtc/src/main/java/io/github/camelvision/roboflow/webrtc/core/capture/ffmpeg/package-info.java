/**
 * Sources read with FFmpeg's libraries: demuxed, decoded, checked for damage and for the end that a file promised.
 *
 * <p>From outside: {@link FfmpegOpener}.
 *
 * <p>Start at {@link FfmpegReader}.
 */
package io.github.camelvision.roboflow.webrtc.core.capture.ffmpeg;
