package io.github.camelvision.roboflow.webrtc.core.objects;

import io.github.camelvision.roboflow.webrtc.core.objects.rules.LineRule;
import io.github.camelvision.roboflow.webrtc.core.objects.rules.ZoneRule;
import java.util.List;

/**
 * What an engine watches and has counted, at one moment: to be shown.
 *
 * @param relative whether coordinates of zones and lines are 0 to 1 of the frame; else pixels
 * @param width of the newest frame, pixels; 0: unknown
 * @param height of the newest frame, pixels; 0: unknown
 * @param objects those of the newest result that have appeared; their boxes are in pixels
 */
public record SceneState(boolean relative, int width, int height, List<Zone> zones, List<Line> lines, List<SeenObject> objects) {

    /** @param inside objects that have entered and not left */
    public record Zone(ZoneRule rule, int inside) {}

    /** @param in crossings in this direction so far, also those that a cooldown kept back @param out as {@code in} */
    public record Line(LineRule rule, int in, int out) {}
}
