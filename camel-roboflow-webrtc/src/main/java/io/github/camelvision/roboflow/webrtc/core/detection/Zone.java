package io.github.camelvision.roboflow.webrtc.core.detection;

import java.util.ArrayList;
import java.util.List;

/**
 * A polygon on the frame, in the pixels that detections refer to. Immutable.
 *
 * @param corners at least three, in order
 */
public record Zone(List<Detection.Point> corners) {

    /** A zone is drawn by somebody; this is only a bound. */
    private static final int MAX_CORNERS = 1_000;

    public Zone {
        if (corners.size() < 3 || corners.size() > MAX_CORNERS) {
            throw new IllegalArgumentException("A zone has 3 to " + MAX_CORNERS + " corners, not " + corners.size());
        }
        corners = List.copyOf(corners);
    }

    /**
     * Reads corners as {@code x,y} separated by spaces or semicolons: {@code 0,0 640,0 640,300}.
     *
     * @throws IllegalArgumentException when it is no such text
     */
    public static Zone parse(String text) {
        List<Detection.Point> corners = new ArrayList<>();
        for (String corner : text.trim().split("[\\s;]+")) {
            String[] numbers = corner.split(",");
            try {
                if (numbers.length == 2) {
                    corners.add(new Detection.Point(Double.parseDouble(numbers[0]), Double.parseDouble(numbers[1])));
                    continue;
                }
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(wrong(corner), e);
            }
            throw new IllegalArgumentException(wrong(corner));
        }
        return new Zone(corners);
    }

    private static String wrong(String corner) {
        return "A corner of a zone is x,y in pixels, as in '0,0 640,0 640,300', not '" + corner + "'";
    }

    /** Whether a point is inside; self-crossing polygons count by the even-odd rule. */
    public boolean contains(double x, double y) {
        boolean inside = false;
        Detection.Point previous = corners.get(corners.size() - 1);
        for (Detection.Point corner : corners) {
            if (corner.y() > y != previous.y() > y
                    && x < (previous.x() - corner.x()) * (y - corner.y()) / (previous.y() - corner.y()) + corner.x()) {
                inside = !inside;
            }
            previous = corner;
        }
        return inside;
    }
}
