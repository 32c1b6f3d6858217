package io.github.camelvision.roboflow.webrtc.examples.quickstart;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.MatVector;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/** Finds the pixels of every part: colour by colour, then cuts what touches. Stateless and thread safe. */
final class PartSegmenter {

    /** Smaller blobs are dirt or slivers of parts that just enter the frame. */
    static final int MIN_AREA = 400;
    private static final int MIN_SATURATION = 95;
    private static final int MIN_VALUE = 70;
    /** A part's summit of edge distances stands out by this much; a dent of a defect makes smaller ones. Pixels. */
    private static final double PROMINENCE = 3.5;

    private PartSegmenter() {}

    static PartMap segment(Mat bgr) {
        int width = bgr.cols();
        int height = bgr.rows();
        byte[] colors = new byte[width * height];
        int[] labels = new int[width * height];
        List<PartBlob> blobs = new ArrayList<>();
        try (PointerScope scope = new PointerScope()) {
            Mat smooth = new Mat();
            opencv_imgproc.medianBlur(bgr, smooth, 3);
            opencv_imgproc.GaussianBlur(smooth, smooth, new Size(3, 3), 0);
            Mat hsv = new Mat();
            opencv_imgproc.cvtColor(smooth, hsv, opencv_imgproc.COLOR_BGR2HSV);
            Mat small = opencv_imgproc.getStructuringElement(opencv_imgproc.MORPH_ELLIPSE, new Size(3, 3));
            List<Mat> masks = new ArrayList<>();
            byte[] pixels = new byte[width * height];
            for (PartColor color : PartColor.values()) {
                Mat mask = colorMask(hsv, color);
                opencv_imgproc.morphologyEx(mask, mask, opencv_imgproc.MORPH_OPEN, small);
                masks.add(mask);
                mask.data().get(pixels);
                for (int i = 0; i < pixels.length; i++) {
                    if (pixels[i] != 0) {
                        colors[i] = (byte) (color.ordinal() + 1);
                    }
                }
            }
            for (PartColor color : PartColor.values()) {
                addBlobs(color, masks.get(color.ordinal()), width, height, colors, labels, blobs);
            }
        }
        return new PartMap(width, height, colors, labels, blobs);
    }

    private static Mat colorMask(Mat hsv, PartColor color) {
        if (color.hueFrom() <= color.hueTo()) {
            return inHueRange(hsv, color.hueFrom(), color.hueTo());
        }
        Mat mask = inHueRange(hsv, color.hueFrom(), 179);
        opencv_core.bitwise_or(mask, inHueRange(hsv, 0, color.hueTo()), mask);
        return mask;
    }

    private static Mat inHueRange(Mat hsv, int from, int to) {
        Mat mask = new Mat();
        opencv_core.inRange(hsv, new Mat(new Scalar(from, MIN_SATURATION, MIN_VALUE, 0)), new Mat(new Scalar(to, 255, 255, 0)), mask);
        return mask;
    }

    private static void addBlobs(PartColor color, Mat mask, int width, int height, byte[] colors, int[] labels, List<PartBlob> blobs) {
        Mat closed = new Mat();
        Mat wide = opencv_imgproc.getStructuringElement(opencv_imgproc.MORPH_ELLIPSE, new Size(7, 7));
        opencv_imgproc.morphologyEx(mask, closed, opencv_imgproc.MORPH_CLOSE, wide);
        MatVector outlines = new MatVector();
        opencv_imgproc.findContours(closed, outlines, opencv_imgproc.RETR_EXTERNAL, opencv_imgproc.CHAIN_APPROX_NONE);
        opencv_imgproc.drawContours(closed, outlines, -1, new Scalar(255), opencv_imgproc.FILLED, opencv_imgproc.LINE_8, new Mat(), 0,
                null);
        exclude(closed, color, colors);

        Mat components = new Mat();
        Mat stats = new Mat();
        int count = opencv_imgproc.connectedComponentsWithStats(closed, components, stats, new Mat(), 4, opencv_core.CV_32S);
        Mat distances = new Mat();
        opencv_imgproc.distanceTransform(closed, distances, opencv_imgproc.DIST_L2, opencv_imgproc.DIST_MASK_5);
        IntPointer boxes = new IntPointer(stats.data());
        int[] component = new int[width * height];
        new IntPointer(components.data()).get(component);
        float[] distance = new float[width * height];
        new FloatPointer(distances.data()).get(distance);
        for (int c = 1; c < count; c++) {
            long at = c * stats.step1();
            if (boxes.get(at + 4) >= MIN_AREA) {
                addParts(color, c, boxes.get(at), boxes.get(at + 1), boxes.get(at + 2), boxes.get(at + 3), width, component, distance,
                        labels, blobs);
            }
        }
    }

    /** What closing and filling took from parts of another colour is given back. */
    private static void exclude(Mat closed, PartColor color, byte[] colors) {
        byte[] pixels = new byte[colors.length];
        closed.data().get(pixels);
        for (int i = 0; i < pixels.length; i++) {
            if (colors[i] != 0 && colors[i] != color.ordinal() + 1) {
                pixels[i] = 0;
            }
        }
        closed.data().put(pixels);
    }

    private static void addParts(PartColor color, int number, int left, int top, int boxWidth, int boxHeight, int width, int[] component,
            float[] distance, int[] labels, List<PartBlob> blobs) {
        float[] own = new float[boxWidth * boxHeight];
        for (int y = 0; y < boxHeight; y++) {
            for (int x = 0; x < boxWidth; x++) {
                int at = (top + y) * width + left + x;
                own[y * boxWidth + x] = component[at] == number ? distance[at] : 0;
            }
        }
        int[] pieces = new int[own.length];
        int count = BlobSplitter.split(own, boxWidth, boxHeight, PROMINENCE, pieces);
        for (int piece = 1; piece <= count; piece++) {
            int minX = Integer.MAX_VALUE;
            int minY = Integer.MAX_VALUE;
            int maxX = -1;
            int maxY = -1;
            int area = 0;
            for (int i = 0; i < pieces.length; i++) {
                if (pieces[i] == piece) {
                    minX = Math.min(minX, i % boxWidth);
                    maxX = Math.max(maxX, i % boxWidth);
                    minY = Math.min(minY, i / boxWidth);
                    maxY = Math.max(maxY, i / boxWidth);
                    area++;
                }
            }
            if (area < MIN_AREA) {
                continue;
            }
            int label = blobs.size() + 1;
            for (int i = 0; i < pieces.length; i++) {
                if (pieces[i] == piece) {
                    labels[(top + i / boxWidth) * width + left + i % boxWidth] = label;
                }
            }
            blobs.add(new PartBlob(label, color, left + minX, top + minY, maxX - minX + 1, maxY - minY + 1, area));
        }
    }
}
