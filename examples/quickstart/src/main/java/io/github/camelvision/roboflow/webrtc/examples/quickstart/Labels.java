package io.github.camelvision.roboflow.webrtc.examples.quickstart;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Point;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/** Writes the names of a picture's objects at their boxes, each on a background of its own and beside the others. For one picture. */
final class Labels {

    private static final double SCALE = 0.45;
    private static final int PADDING = 3;

    private final Mat bgr;
    private final List<Rect> taken = new ArrayList<>();

    Labels(Mat bgr) {
        this.bgr = bgr;
    }

    /** @param background dark enough for white letters */
    void write(Detection d, String text, Scalar background) {
        Size letters = opencv_imgproc.getTextSize(text, opencv_imgproc.FONT_HERSHEY_SIMPLEX, SCALE, 1, new int[1]);
        int width = letters.width() + 2 * PADDING;
        int height = letters.height() + 2 * PADDING;
        Rect place = place(d, width, height);
        taken.add(place);
        opencv_imgproc.rectangle(bgr, place, background, opencv_imgproc.FILLED, opencv_imgproc.LINE_8, 0);
        opencv_imgproc.putText(bgr, text, new Point(place.x() + PADDING, place.y() + height - PADDING), opencv_imgproc.FONT_HERSHEY_SIMPLEX,
                SCALE, Scalar.WHITE, 1, opencv_imgproc.LINE_AA, false);
    }

    /** Above the box, else below it or inside; above where every place is taken. */
    private Rect place(Detection d, int width, int height) {
        int bottom = (int) (d.y() + d.height());
        List<Rect> wanted = List.of(inside(d, (int) d.y() - height, width, height), inside(d, bottom, width, height),
                inside(d, (int) d.y(), width, height), inside(d, bottom - height, width, height));
        return wanted.stream().filter(each -> taken.stream().noneMatch(other -> meet(each, other))).findFirst().orElse(wanted.get(0));
    }

    private Rect inside(Detection d, int y, int width, int height) {
        return new Rect(Math.max(0, Math.min((int) d.x(), bgr.cols() - width)), Math.max(0, Math.min(y, bgr.rows() - height)), width,
                height);
    }

    private static boolean meet(Rect a, Rect b) {
        return a.x() < b.x() + b.width() && b.x() < a.x() + a.width() && a.y() < b.y() + b.height() && b.y() < a.y() + a.height();
    }
}
