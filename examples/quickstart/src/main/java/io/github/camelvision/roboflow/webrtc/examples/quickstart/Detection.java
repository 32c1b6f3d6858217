package io.github.camelvision.roboflow.webrtc.examples.quickstart;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * One found object.
 *
 * @param x left edge of the box in pixels
 * @param y top edge of the box in pixels
 * @param confidence 0..1
 * @param extra fields that go into the output besides the usual ones
 */
record Detection(String className, int classId, double confidence, double x, double y, double width, double height,
        Map<String, Object> extra) {

    /** Intersection over union of both boxes. */
    double overlap(Detection other) {
        double w = Math.min(x + width, other.x + other.width) - Math.max(x, other.x);
        double h = Math.min(y + height, other.y + other.height) - Math.max(y, other.y);
        if (w <= 0 || h <= 0) {
            return 0;
        }
        return w * h / (width * height + other.width * other.height - w * h);
    }

    double area() {
        return width * height;
    }

    /** Whether the middle of the other's box is in this box. */
    boolean contains(Detection other) {
        double centreX = other.x + other.width / 2;
        double centreY = other.y + other.height / 2;
        return centreX > x && centreX < x + width && centreY > y && centreY < y + height;
    }

    /** Detections in the shape that Roboflow's workflows give them (docs/protocol.adoc#detections): x and y are the box's centre. */
    static Map<String, Object> toOutput(int pictureWidth, int pictureHeight, List<Detection> detections) {
        List<Map<String, Object>> predictions = new ArrayList<>();
        for (Detection d : detections) {
            Map<String, Object> p = new LinkedHashMap<>();
            p.put("x", d.x + d.width / 2);
            p.put("y", d.y + d.height / 2);
            p.put("width", d.width);
            p.put("height", d.height);
            p.put("confidence", Math.round(d.confidence * 1000) / 1000.0);
            p.put("class", d.className);
            p.put("class_id", d.classId);
            p.put("detection_id", UUID.randomUUID().toString());
            p.putAll(d.extra);
            predictions.add(p);
        }
        Map<String, Object> output = new LinkedHashMap<>();
        output.put("image", Map.of("width", pictureWidth, "height", pictureHeight));
        output.put("predictions", predictions);
        return output;
    }
}
