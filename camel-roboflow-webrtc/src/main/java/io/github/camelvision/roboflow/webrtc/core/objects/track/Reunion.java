package io.github.camelvision.roboflow.webrtc.core.objects.track;

import java.util.List;

/**
 * Finds objects again that were seen before a gap: by class, size and place. Less sure than following a box from frame to frame, so
 * both sides must fit well.
 */
public final class Reunion {

    /** Most distance of the centres, in mean sizes of the two boxes (square root of the area). */
    static final double MOST_DISTANCE = 1;
    /** Most that one box may be larger than the other, as areas. */
    static final double MOST_GROWTH = 2.5;

    private Reunion() {}

    /** A box with its class. @param predicted where else it may be; null: nowhere else */
    public record Place(Box box, Box predicted, String className) {}

    /** For each box that was found, the one before the gap; -1: none. */
    public static int[] of(List<Place> found, List<Place> before) {
        Assignment assignment = new Assignment(found.size(), before.size(), MOST_DISTANCE);
        for (int f = 0; f < found.size(); f++) {
            for (int b = 0; b < before.size(); b++) {
                double distance = distance(found.get(f), before.get(b));
                if (distance <= MOST_DISTANCE) {
                    assignment.possible(f, b, distance);
                }
            }
        }
        return assignment.solve();
    }

    private static double distance(Place found, Place before) {
        double a = found.box().area();
        double b = before.box().area();
        boolean alike = found.className() == null ? before.className() == null : found.className().equals(before.className());
        if (!alike || !(a > 0) || !(b > 0) || Math.max(a, b) > MOST_GROWTH * Math.min(a, b)) {
            return Double.POSITIVE_INFINITY;
        }
        double size = (Math.sqrt(a) + Math.sqrt(b)) / 2;
        double stayed = distance(found.box(), before.box());
        return Math.min(stayed, before.predicted() == null ? stayed : distance(found.box(), before.predicted())) / size;
    }

    private static double distance(Box a, Box b) {
        return Math.hypot(a.x() - b.x(), a.y() - b.y());
    }
}
