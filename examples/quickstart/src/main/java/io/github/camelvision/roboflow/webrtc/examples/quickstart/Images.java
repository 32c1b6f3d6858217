package io.github.camelvision.roboflow.webrtc.examples.quickstart;

import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Point;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;

/** Frames to OpenCV images and back. The caller owns the Mats it gets: a PointerScope frees them. Thread safe. */
final class Images {

    private Images() {}

    /** @return 8-bit BGR of the frame's size */
    static Mat toBgr(Frame frame) {
        Frame even = frame.width() % 2 == 0 && frame.height() % 2 == 0 ? frame : evenSized(frame);
        Mat i420 = new Mat(even.height() * 3 / 2, even.width(), opencv_core.CV_8UC1);
        i420.data().put(even.i420());
        Mat bgr = new Mat();
        opencv_imgproc.cvtColor(i420, bgr, opencv_imgproc.COLOR_YUV2BGR_I420);
        i420.close();
        return even == frame ? bgr : bgr.apply(new Rect(0, 0, frame.width(), frame.height())).clone();
    }

    /** @return a frame of the image's size, an odd last row or column left out */
    static Frame toFrame(Mat bgr, long pts) {
        int width = bgr.cols() & ~1;
        int height = bgr.rows() & ~1;
        try (Mat i420 = new Mat(); Rect area = new Rect(0, 0, width, height); Mat even = bgr.apply(area)) {
            opencv_imgproc.cvtColor(even, i420, opencv_imgproc.COLOR_BGR2YUV_I420);
            byte[] planes = new byte[Frame.sizeOf(width, height)];
            i420.data().get(planes);
            return Frame.ofI420(width, height, planes, pts);
        }
    }

    /** Draws the box of a found object. */
    static void drawBox(Mat bgr, Detection d, Scalar color, int thickness) {
        int left = (int) Math.round(d.x());
        int top = (int) Math.round(d.y());
        int right = (int) Math.round(d.x() + d.width()) - 1;
        int bottom = (int) Math.round(d.y() + d.height()) - 1;
        opencv_imgproc.rectangle(bgr, new Point(left, top), new Point(right, bottom), color, thickness, opencv_imgproc.LINE_8, 0);
    }

    /** OpenCV converts I420 of even sizes only: repeats the last column and row where needed. */
    private static Frame evenSized(Frame frame) {
        int width = frame.width() + frame.width() % 2;
        int height = frame.height() + frame.height() % 2;
        byte[] planes = new byte[Frame.sizeOf(width, height)];
        byte[] source = frame.i420();
        for (int row = 0; row < height; row++) {
            int from = Math.min(row, frame.height() - 1) * frame.width();
            System.arraycopy(source, from, planes, row * width, frame.width());
            planes[row * width + width - 1] = source[from + frame.width() - 1];
        }
        // An odd image's chroma planes are already those of the next even size.
        System.arraycopy(source, frame.offsetU(), planes, width * height, source.length - frame.offsetU());
        return Frame.ofI420(width, height, planes, frame.pts());
    }
}
