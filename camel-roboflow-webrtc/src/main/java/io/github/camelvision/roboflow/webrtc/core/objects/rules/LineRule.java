package io.github.camelvision.roboflow.webrtc.core.objects.rules;

import io.github.camelvision.roboflow.webrtc.core.detection.Detection;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * A line. Who looks from {@code from} to {@code to} has the side {@code in} to the left hand, {@code out} to the right hand.
 *
 * @param name unique among lines
 * @param anchors points of a box that must all be on the other side
 * @param threshold results in which a box must be on the other side, at least 1
 * @param classes whose objects count; empty: all
 * @param cameras whose objects count; empty: all
 * @param cooldown no second crossing of an object is told in this time; it is counted
 */
public record LineRule(String name, Detection.Point from, Detection.Point to, List<Anchor> anchors, int threshold, Set<String> classes,
        Set<String> cameras, Duration cooldown) {

    /** As {@code LineZone} in supervision. */
    static final List<Anchor> ANCHORS = List.of(Anchor.topLeft, Anchor.topRight, Anchor.bottomLeft, Anchor.bottomRight);
}
