package io.github.camelvision.roboflow.webrtc.core.objects.engine;

import io.github.camelvision.roboflow.webrtc.core.detection.Detection;
import io.github.camelvision.roboflow.webrtc.core.objects.rules.Anchor;
import io.github.camelvision.roboflow.webrtc.core.objects.track.Box;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Whether boxes are in a polygon, to the pixel as {@code PolygonZone} in supervision says. That one clips the box to the polygon's extent,
 * rounds the anchor up, and looks it up in a mask painted by {@code fillPoly} of OpenCV: spans between edges by the even-odd rule, and the
 * edges as lines. Kept here as spans of each row.
 */
final class ZoneRaster {

    private static final int FRACTION = 16;
    private static final long ONE = 1L << FRACTION;

    private final List<Anchor> anchors;
    /** Right of and below it nothing is inside; boxes are clipped one pixel further. */
    private final double width;
    private final double height;
    /** First and last pixel of each span, row by row. */
    private final int[][] rows;

    /** @param corners pixels */
    ZoneRaster(List<Detection.Point> corners, List<Anchor> anchors) {
        this.anchors = anchors;
        this.width = corners.stream().mapToDouble(Detection.Point::x).max().orElseThrow() + 1;
        this.height = corners.stream().mapToDouble(Detection.Point::y).max().orElseThrow() + 1;
        this.rows = new int[(int) height + 1][0];
        int[] x = corners.stream().mapToInt(corner -> (int) corner.x()).toArray();
        int[] y = corners.stream().mapToInt(corner -> (int) corner.y()).toArray();
        for (int i = 0; i < x.length; i++) {
            int from = i == 0 ? x.length - 1 : i - 1;
            line(x[from], y[from], x[i], y[i]);
        }
        fill(x, y);
    }

    boolean contains(Box box) {
        double left = clip(box.left(), width);
        double right = clip(box.right(), width);
        double top = clip(box.top(), height);
        double bottom = clip(box.bottom(), height);
        for (Anchor anchor : anchors) {
            if (!contains((int) Math.ceil(anchor.x(left, right)), (int) Math.ceil(anchor.y(top, bottom)))) {
                return false;
            }
        }
        return true;
    }

    private static double clip(double value, double most) {
        return Math.min(Math.max(value, 0), most);
    }

    private boolean contains(int x, int y) {
        if (y < 0 || y >= rows.length) {
            return false;
        }
        int[] spans = rows[y];
        for (int i = 0; i < spans.length; i += 2) {
            if (x >= spans[i] && x <= spans[i + 1]) {
                return true;
            }
        }
        return false;
    }

    private void span(int y, int from, int to) {
        if (to < from) {
            return;
        }
        int[] spans = rows[y];
        for (int i = 0; i < spans.length; i += 2) {
            if (from <= spans[i + 1] + 1 && to >= spans[i] - 1) {
                spans[i] = Math.min(from, spans[i]);
                spans[i + 1] = Math.max(to, spans[i + 1]);
                return;
            }
        }
        rows[y] = Arrays.copyOf(spans, spans.length + 2);
        rows[y][spans.length] = from;
        rows[y][spans.length + 1] = to;
    }

    /** Bresenham's line from left to right, as OpenCV's {@code LineIterator} rounds it. */
    private void line(int x1, int y1, int x2, int y2) {
        if (x1 > x2) {
            line(x2, y2, x1, y1);
            return;
        }
        int down = y2 < y1 ? -1 : 1;
        int across = x2 - x1;
        int along = Math.abs(y2 - y1);
        boolean steep = along > across;
        int most = Math.max(across, along);
        int least = Math.min(across, along);
        int error = most - 2 * least;
        int x = x1;
        int y = y1;
        for (int i = 0; i <= most; i++) {
            span(y, x, x);
            boolean aside = error < 0;
            error += aside ? 2 * most - 2 * least : -2 * least;
            x += !steep || aside ? 1 : 0;
            y += steep || aside ? down : 0;
        }
    }

    /** @param y0 first row @param y1 row after the last one @param x in the first row, with a fraction @param dx a row */
    private record Edge(int y0, int y1, long x, long dx) {

        long x(int row) {
            return x + (row - y0) * dx;
        }
    }

    private void fill(int[] x, int[] y) {
        List<Edge> edges = new ArrayList<>();
        for (int i = 0; i < x.length; i++) {
            int from = i == 0 ? x.length - 1 : i - 1;
            if (y[from] != y[i]) {
                long dx = (x[i] - (long) x[from]) * ONE / (y[i] - y[from]);
                boolean falling = y[from] < y[i];
                edges.add(new Edge(Math.min(y[from], y[i]), Math.max(y[from], y[i]), (falling ? x[from] : x[i]) * ONE, dx));
            }
        }
        for (int row = 0; row < rows.length; row++) {
            int at = row;
            long[] crossings = edges.stream().filter(edge -> edge.y0() <= at && at < edge.y1()).mapToLong(edge -> edge.x(at)).sorted()
                    .toArray();
            for (int i = 0; i + 1 < crossings.length; i += 2) {
                span(row, (int) (crossings[i] + ONE - 1 >> FRACTION), (int) (crossings[i + 1] >> FRACTION));
            }
        }
    }
}
