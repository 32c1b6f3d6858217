package io.github.camelvision.roboflow.webrtc.core.objects.rules;

import io.github.camelvision.roboflow.webrtc.core.detection.Detection;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * A zone.
 *
 * @param name unique among zones
 * @param polygon at least three corners
 * @param anchors points of a box that must all be inside
 * @param classes whose objects count; empty: all
 * @param cameras whose objects count; empty: all
 * @param dwell times after which an object in the zone is told of, ascending
 * @param settle how long an object must be inside, or outside, before that counts
 * @param countAfter how long the count must differ from the one that was told, before it is told
 * @param cooldown no second {@code entered}, {@code left} or {@code dwelling} of an object in this time
 */
public record ZoneRule(String name, List<Detection.Point> polygon, List<Anchor> anchors, Set<String> classes, Set<String> cameras,
        List<Duration> dwell, Duration settle, Duration countAfter, Duration cooldown) {

    /** As {@code PolygonZone} in supervision. */
    static final List<Anchor> ANCHORS = List.of(Anchor.bottomCenter);

    /** A zone is drawn by somebody; this is only a bound. */
    static final int MOST_CORNERS = 1_000;
}
