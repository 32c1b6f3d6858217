package io.github.camelvision.roboflow.webrtc.examples.quickstart;

import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.RectVector;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;
import org.bytedeco.opencv.opencv_objdetect.HOGDescriptor;

/**
 * Workflow {@code people}: OpenCV's built-in people detector (histograms of oriented gradients and a linear SVM), for upright people of
 * about a sixth of the frame's height or more. Outputs as {@link PartsWorkflow}, class {@code person}.
 * One detector per thread; thread safe.
 */
public final class PeopleWorkflow implements VisionWorkflow {

    /** Frames are scaled to this many pixels on their longer side: time grows with the area, and people under 96 pixels are not found. */
    private static final int LONGER_SIDE = 960;
    private static final double MAX_ENLARGEMENT = 1.25;
    /** Least distance from the SVM's boundary; weaker finds are mostly furniture. */
    private static final double MIN_WEIGHT = 0.3;
    private static final double MAX_OVERLAP = 0.4;
    /** The detector's window has a margin around the person, on each side: shares of its width and height. */
    private static final double MARGIN_X = 0.18;
    private static final double MARGIN_Y = 0.11;

    /** Blue, green, red: a dark green. */
    private static final Scalar COLOR = new Scalar(30, 130, 0, 0);

    private final ThreadLocal<HOGDescriptor> detector = ThreadLocal.withInitial(PeopleWorkflow::newDetector);

    private static HOGDescriptor newDetector() {
        HOGDescriptor hog = new HOGDescriptor();
        try (FloatPointer svm = HOGDescriptor.getDefaultPeopleDetector(); Mat weights = new Mat(svm)) {
            hog.setSVMDetector(weights);
        }
        return hog;
    }

    @Override
    public Map<String, Object> process(Frame frame) {
        // The detector outlives the frame: it must not be made inside the scope, which frees what is.
        HOGDescriptor hog = detector.get();
        try (PointerScope scope = new PointerScope()) {
            Mat bgr = Images.toBgr(frame);
            List<Detection> people = suppress(detect(hog, bgr));
            people.forEach(person -> Images.drawBox(bgr, person, COLOR, 2));
            Labels labels = new Labels(bgr);
            people.forEach(person -> labels.write(person, "person %.2f".formatted(person.confidence()), COLOR));
            Map<String, Object> outputs = new LinkedHashMap<>();
            outputs.put("predictions", Detection.toOutput(frame.width(), frame.height(), people));
            outputs.put("image", Images.toFrame(bgr, frame.pts()));
            return outputs;
        }
    }

    private static List<Detection> detect(HOGDescriptor hog, Mat bgr) {
        double scale = Math.min(MAX_ENLARGEMENT, LONGER_SIDE / (double) Math.max(bgr.cols(), bgr.rows()));
        Mat small = new Mat();
        opencv_imgproc.cvtColor(bgr, small, opencv_imgproc.COLOR_BGR2GRAY);
        opencv_imgproc.resize(small, small, new Size(), scale, scale, scale < 1 ? opencv_imgproc.INTER_AREA : opencv_imgproc.INTER_LINEAR);
        List<Detection> people = new ArrayList<>();
        if (small.cols() < 64 || small.rows() < 128) {
            // Smaller than the detector's window: nobody can be found.
            return people;
        }
        RectVector found = new RectVector();
        DoublePointer weights = new DoublePointer();
        hog.detectMultiScale(small, found, weights, 0, new Size(8, 8), new Size(8, 8), 1.06, 1, false);
        for (long i = 0; i < found.size(); i++) {
            Rect window = found.get(i);
            double weight = weights.get(i);
            if (weight < MIN_WEIGHT) {
                continue;
            }
            double left = clip((window.x() + window.width() * MARGIN_X) / scale, bgr.cols());
            double right = clip((window.x() + window.width() * (1 - MARGIN_X)) / scale, bgr.cols());
            double top = clip((window.y() + window.height() * MARGIN_Y) / scale, bgr.rows());
            double bottom = clip((window.y() + window.height() * (1 - MARGIN_Y)) / scale, bgr.rows());
            // A logistic curve makes a confidence of the SVM's distance.
            double confidence = 1 / (1 + Math.exp(-2 * weight));
            people.add(new Detection("person", 0, confidence, left, top, right - left, bottom - top, Map.of()));
        }
        return people;
    }

    private static double clip(double value, double limit) {
        return Math.max(0, Math.min(limit, value));
    }

    /** Of finds that overlap, the surest stays; a much larger find around a surer one is its surroundings. */
    static List<Detection> suppress(List<Detection> found) {
        List<Detection> sorted = new ArrayList<>(found);
        sorted.sort(Comparator.comparing(Detection::confidence).reversed());
        List<Detection> kept = new ArrayList<>();
        for (Detection candidate : sorted) {
            if (kept.stream().noneMatch(k -> k.overlap(candidate) > MAX_OVERLAP)
                    && kept.stream().noneMatch(k -> candidate.contains(k) && candidate.area() > 2.5 * k.area())) {
                kept.add(candidate);
            }
        }
        return kept;
    }
}
