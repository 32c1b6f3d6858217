/**
 * Whether something moves before a camera. Pure: no thread, no clock (time is an argument), no I/O.
 *
 * <p>From outside: {@link MotionDetector}, its {@link MotionRules}, and {@link GreyImage}, what it looks at.
 *
 * <p>Start at {@link MotionDetector}.
 */
package io.github.camelvision.roboflow.webrtc.core.motion;
