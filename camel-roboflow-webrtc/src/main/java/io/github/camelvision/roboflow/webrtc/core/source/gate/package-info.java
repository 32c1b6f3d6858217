/**
 * Sources that need a session only when something moves.
 *
 * <p>From outside: {@link MotionGate}, which the capture asks about each frame, with its {@link GateRules}, and {@link GatedFrames}.
 *
 * <p>Start at {@link MotionGate}. The rule is in docs/gates.adoc#rule.
 */
package io.github.camelvision.roboflow.webrtc.core.source.gate;
