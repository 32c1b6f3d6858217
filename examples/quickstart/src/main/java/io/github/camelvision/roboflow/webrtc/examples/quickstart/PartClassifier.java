package io.github.camelvision.roboflow.webrtc.examples.quickstart;

import java.util.Map;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.MatVector;
import org.bytedeco.opencv.opencv_core.Point2f;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * Tells a part's shape from the directions of its outline: a square's repeat every 90 degrees, a triangle's every 60, a circle's are
 * everywhere. Only the free outline counts (not the frame's edge, not where another part lies, not dents), so that half a part is enough.
 * Stateless and thread safe.
 */
final class PartClassifier {

    /** Steps along the outline over which a direction is measured: evens out the pixels' staircase. */
    private static final int REACH = 6;
    private static final double ANGULAR = 0.42;
    private static final int DEFECT_PIXELS = 30;
    private static final double MIN_VISIBLE = 0.5;

    private PartClassifier() {}

    /** @return what the blob is, or null where less than half a part is visible */
    static Detection classify(PartMap map, PartBlob blob) {
        try (PointerScope scope = new PointerScope()) {
            // One pixel of margin, so that outlines at the box's edge are outlines.
            int width = blob.width() + 2;
            int height = blob.height() + 2;
            byte[] pixels = new byte[width * height];
            for (int y = 0; y < blob.height(); y++) {
                for (int x = 0; x < blob.width(); x++) {
                    if (map.labels()[(blob.y() + y) * map.width() + blob.x() + x] == blob.label()) {
                        pixels[(y + 1) * width + x + 1] = (byte) 255;
                    }
                }
            }
            Mat mask = new Mat(height, width, opencv_core.CV_8UC1);
            mask.data().put(pixels);
            int[] outline = outline(mask);
            Mat hull = new Mat();
            opencv_imgproc.convexHull(new Mat(outline.length / 2, 1, opencv_core.CV_32SC2, new IntPointer(outline)), hull);

            double[] order = foldedDirections(outline, freePoints(map, blob, outline, hull));
            PartShape shape = Math.max(order[0], order[1]) < ANGULAR ? PartShape.CIRCLE
                    : order[0] > order[1] ? PartShape.SQUARE : PartShape.TRIANGLE;
            double visible = blob.area() / shape.area();
            if (visible < MIN_VISIBLE) {
                return null;
            }
            double certainty = shape == PartShape.CIRCLE ? 1 - Math.max(order[0], order[1]) : Math.max(order[0], order[1]);
            boolean defect = missingPixels(map, blob, hull, width, height) >= DEFECT_PIXELS;
            return new Detection(shape.className(), shape.ordinal(), Math.min(0.99, certainty * Math.min(1, 0.5 + visible / 2)), blob.x(),
                    blob.y(), blob.width(), blob.height(), Map.of("color", blob.color().label(), "defect", defect));
        }
    }

    /** The longest outline of the mask as x, y pairs, every pixel. */
    private static int[] outline(Mat mask) {
        MatVector outlines = new MatVector();
        opencv_imgproc.findContours(mask.clone(), outlines, opencv_imgproc.RETR_EXTERNAL, opencv_imgproc.CHAIN_APPROX_NONE);
        int[] longest = {};
        for (long i = 0; i < outlines.size(); i++) {
            Mat points = outlines.get(i);
            if (points.total() * 2 > longest.length) {
                longest = new int[(int) points.total() * 2];
                new IntPointer(points.data()).get(longest);
            }
        }
        return longest;
    }

    private static boolean[] freePoints(PartMap map, PartBlob blob, int[] outline, Mat hull) {
        boolean[] free = new boolean[outline.length / 2];
        Point2f point = new Point2f();
        for (int i = 0; i < free.length; i++) {
            int x = blob.x() + outline[2 * i] - 1;
            int y = blob.y() + outline[2 * i + 1] - 1;
            boolean edge = x <= 1 || y <= 1 || x >= map.width() - 2 || y >= map.height() - 2;
            point.x(outline[2 * i]).y(outline[2 * i + 1]);
            free[i] = !edge && opencv_imgproc.pointPolygonTest(hull, point, true) <= 1.7 && !map.touchesOther(x, y, blob.label(), 3);
        }
        return free;
    }

    /** @return how well the free outline's directions agree modulo 90 and modulo 60 degrees, 0..1 */
    private static double[] foldedDirections(int[] outline, boolean[] free) {
        int n = free.length;
        double[] sum = new double[4];
        int count = 0;
        for (int i = 0; i < n; i++) {
            int before = Math.floorMod(i - REACH, n);
            int after = (i + REACH) % n;
            if (!free[i] || !free[before] || !free[after]) {
                continue;
            }
            double angle = Math.atan2(outline[2 * after + 1] - outline[2 * before + 1], outline[2 * after] - outline[2 * before]);
            sum[0] += Math.cos(4 * angle);
            sum[1] += Math.sin(4 * angle);
            sum[2] += Math.cos(6 * angle);
            sum[3] += Math.sin(6 * angle);
            count++;
        }
        if (count == 0) {
            return new double[] {0, 0};
        }
        return new double[] {Math.hypot(sum[0], sum[1]) / count, Math.hypot(sum[2], sum[3]) / count};
    }

    /** Pixels inside the part's convex hull that have not the colour of a part, and not because another part is there. */
    private static int missingPixels(PartMap map, PartBlob blob, Mat hull, int width, int height) {
        Mat inside = new Mat(height, width, opencv_core.CV_8UC1, new Scalar(0));
        opencv_imgproc.fillConvexPoly(inside, hull, new Scalar(255));
        Mat kernel = opencv_imgproc.getStructuringElement(opencv_imgproc.MORPH_ELLIPSE, new Size(7, 7));
        opencv_imgproc.erode(inside, inside, kernel);
        byte[] pixels = new byte[width * height];
        inside.data().get(pixels);
        int missing = 0;
        for (int i = 0; i < pixels.length; i++) {
            int x = blob.x() + i % width - 1;
            int y = blob.y() + i / width - 1;
            if (pixels[i] != 0 && x >= 0 && y >= 0 && x < map.width() && y < map.height()
                    && map.colors()[y * map.width() + x] == 0 && !map.touchesOther(x, y, blob.label(), 4)) {
                missing++;
            }
        }
        return missing;
    }
}
