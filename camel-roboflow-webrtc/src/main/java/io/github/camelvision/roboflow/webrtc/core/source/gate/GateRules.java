package io.github.camelvision.roboflow.webrtc.core.source.gate;

import io.github.camelvision.roboflow.webrtc.core.memory.MemoryBudget;
import io.github.camelvision.roboflow.webrtc.core.motion.MotionRules;
import java.time.Duration;

/**
 * When a gate opens and closes.
 *
 * @param motion what opens it
 * @param idle it closes so long after the last motion
 * @param before frames of so long before the motion are sent, too
 * @param memory that the frames which wait take their share of
 */
public record GateRules(MotionRules motion, Duration idle, Duration before, MemoryBudget memory) {}
