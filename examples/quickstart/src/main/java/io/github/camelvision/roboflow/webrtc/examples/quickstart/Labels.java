package io.github.camelvision.roboflow.webrtc.examples.quickstart;

import io.github.camelvision.roboflow.webrtc.core.draw.LabelPlaces;
import java.awt.Rectangle;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Point;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/** Writes the names of a frame's objects at their boxes, each on a background of its own and beside the others. For one frame. */
final class Labels {

    private static final double SCALE = 0.45;
    private static final int PADDING = 3;

    private final Mat bgr;
    private final LabelPlaces places;

    Labels(Mat bgr) {
        this.bgr = bgr;
        this.places = new LabelPlaces(bgr.cols(), bgr.rows());
    }

    /** @param background dark enough for white letters */
    void write(Detection d, String text, Scalar background) {
        Size letters = opencv_imgproc.getTextSize(text, opencv_imgproc.FONT_HERSHEY_SIMPLEX, SCALE, 1, new int[1]);
        int width = letters.width() + 2 * PADDING;
        int height = letters.height() + 2 * PADDING;
        Rectangle place = places.place((int) d.x(), (int) d.y(), (int) (d.x() + d.width()), (int) (d.y() + d.height()), width, height);
        opencv_imgproc.rectangle(bgr, new Rect(place.x, place.y, width, height), background, opencv_imgproc.FILLED, opencv_imgproc.LINE_8,
                0);
        opencv_imgproc.putText(bgr, text, new Point(place.x + PADDING, place.y + height - PADDING), opencv_imgproc.FONT_HERSHEY_SIMPLEX,
                SCALE, Scalar.WHITE, 1, opencv_imgproc.LINE_AA, false);
    }
}
