/**
 * Frames that a program or producer sends one by one, each answered.
 *
 * <p>From outside: {@link ManualSource}.
 *
 * <p>Start at {@link ManualSource}; {@link ManualRun} is its one connection. How results find their frames: see the package {@code
 * core.correlate}; {@link RepeatTimes} says when frames are repeated for it.
 */
package io.github.camelvision.roboflow.webrtc.core.source.manual;
