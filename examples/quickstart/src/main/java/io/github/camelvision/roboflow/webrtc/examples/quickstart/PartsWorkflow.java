package io.github.camelvision.roboflow.webrtc.examples.quickstart;

import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;

/**
 * Workflow {@code parts}: finds the parts on the conveyor and says shape, colour and whether they are defective. Stateless and thread safe.
 * Outputs: {@code predictions} (Roboflow's detections; {@code class} is the shape, plus {@code color} and {@code defect}) and
 * {@code image}, the frame with boxes: green for good parts, red for defective ones.
 */
public final class PartsWorkflow implements VisionWorkflow {

    /** Blue, green, red. */
    private static final Scalar GOOD = new Scalar(30, 130, 0, 0);
    private static final Scalar DEFECT = new Scalar(20, 0, 200, 0);

    @Override
    public Map<String, Object> process(Frame frame) {
        try (PointerScope scope = new PointerScope()) {
            Mat bgr = Images.toBgr(frame);
            List<Detection> parts = detect(bgr);
            parts.forEach(part -> Images.drawBox(bgr, part, color(part), 2));
            // Labels last, so that no neighbour's box crosses them.
            Labels labels = new Labels(bgr);
            parts.forEach(part -> labels.write(part, part.extra().get("color") + " " + part.className() + (defect(part) ? " defect" : ""),
                    color(part)));
            Map<String, Object> outputs = new LinkedHashMap<>();
            outputs.put("predictions", Detection.toOutput(frame.width(), frame.height(), parts));
            outputs.put("image", Images.toFrame(bgr, frame.pts()));
            return outputs;
        }
    }

    private static boolean defect(Detection part) {
        return Boolean.TRUE.equals(part.extra().get("defect"));
    }

    private static Scalar color(Detection part) {
        return defect(part) ? DEFECT : GOOD;
    }

    static List<Detection> detect(Mat bgr) {
        PartMap map = PartSegmenter.segment(bgr);
        List<Detection> parts = new ArrayList<>();
        for (PartBlob blob : map.blobs()) {
            Detection part = PartClassifier.classify(map, blob);
            if (part != null) {
                parts.add(part);
            }
        }
        return parts;
    }
}
