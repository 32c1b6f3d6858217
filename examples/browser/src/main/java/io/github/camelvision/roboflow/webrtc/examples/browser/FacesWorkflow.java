package io.github.camelvision.roboflow.webrtc.examples.browser;

import io.github.camelvision.roboflow.webrtc.core.detection.Detections;
import io.github.camelvision.roboflow.webrtc.core.draw.Annotator;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.examples.quickstart.VisionWorkflow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.global.opencv_objdetect;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.RectVector;
import org.bytedeco.opencv.opencv_core.Size;
import org.bytedeco.opencv.opencv_objdetect.CascadeClassifier;

/**
 * Workflow {@code faces}: OpenCV's cascade for faces that look into the camera. Outputs {@code predictions} (Roboflow's detections, class
 * {@code face}) and {@code image}, the frame with boxes. One detector per thread; thread safe.
 */
final class FacesWorkflow implements VisionWorkflow {

    /** Frames are searched with this longer side: time grows with the area. */
    private static final double SEARCH_SIDE = 480;
    /** Least face, as a share of the frame's longer side. */
    private static final double MIN_FACE = 0.08;
    /** Finds of a face at neighbouring places and sizes that make it one. */
    private static final int MIN_NEIGHBOURS = 6;

    private final ThreadLocal<CascadeClassifier> detector = ThreadLocal.withInitial(FacesWorkflow::newDetector);

    private static CascadeClassifier newDetector() {
        String resource = "/org/bytedeco/opencv/" + Loader.getPlatform()
                + "/share/opencv4/haarcascades/haarcascade_frontalface_alt2.xml";
        try {
            // Loading the library first lets its resources be found and unpacked.
            Loader.load(opencv_objdetect.class);
            return new CascadeClassifier(Loader.cacheResource(resource).getPath());
        } catch (IOException e) {
            throw new UncheckedIOException("OpenCV's face detector could not be unpacked", e);
        }
    }

    @Override
    public Map<String, Object> process(Frame frame) {
        // The detector outlives the frame: it must not be made inside the scope, which frees what is.
        CascadeClassifier cascade = detector.get();
        Map<String, Object> predictions = Map.of("image", Map.of("width", frame.width(), "height", frame.height()),
                "predictions", detect(cascade, frame));
        return Map.of("predictions", predictions,
                "image", Annotator.annotate(frame, Detections.of(Json.MAPPER.valueToTree(predictions))));
    }

    private static List<Map<String, Object>> detect(CascadeClassifier cascade, Frame frame) {
        List<Map<String, Object>> faces = new ArrayList<>();
        try (PointerScope scope = new PointerScope()) {
            double scale = Math.min(SEARCH_SIDE / frame.width(), SEARCH_SIDE / frame.height());
            // The luma plane is the grey frame that the detector wants.
            Mat gray = new Mat(frame.height(), frame.width(), opencv_core.CV_8UC1);
            gray.data().put(frame.i420(), 0, frame.width() * frame.height());
            Mat small = new Mat();
            // A frame so flat that it would have no line left has no face either.
            if (Math.min(frame.width(), frame.height()) * scale < 1) {
                return faces;
            }
            opencv_imgproc.resize(gray, small, new Size(), scale, scale, opencv_imgproc.INTER_AREA);
            opencv_imgproc.equalizeHist(small, small);
            RectVector found = new RectVector();
            IntPointer neighbours = new IntPointer();
            int least = (int) Math.round(SEARCH_SIDE * MIN_FACE);
            cascade.detectMultiScale2(small, found, neighbours, 1.1, MIN_NEIGHBOURS, 0, new Size(least, least), new Size());
            for (long i = 0; i < found.size(); i++) {
                Rect face = found.get(i);
                // The more neighbouring finds, the surer.
                double confidence = 1 - Math.exp(-neighbours.get(i) / 6.0);
                faces.add(Map.of("x", round((face.x() + face.width() / 2.0) / scale), "y", round((face.y() + face.height() / 2.0) / scale),
                        "width", round(face.width() / scale), "height", round(face.height() / scale),
                        "confidence", Math.round(confidence * 1000) / 1000.0, "class", "face", "class_id", 0,
                        "detection_id", UUID.randomUUID().toString()));
            }
        }
        return faces;
    }

    private static double round(double pixels) {
        return Math.round(pixels * 10) / 10.0;
    }
}
