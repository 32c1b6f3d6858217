/**
 * What one exchange gets for a whole video file: its results as they arrive, for readers that come one by one.
 *
 * <p>From outside: {@link FileResults}.
 *
 * <p>Start at {@link FileResults}.
 */
package io.github.camelvision.roboflow.webrtc.file;
