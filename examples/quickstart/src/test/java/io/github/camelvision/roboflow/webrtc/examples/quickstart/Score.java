package io.github.camelvision.roboflow.webrtc.examples.quickstart;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Counts agreement with the ground truth: a prediction is right when it overlaps a part, not yet taken by a surer prediction, with an
 * IoU of 0.5 or more and says its shape and colour. Everything else that is predicted counts against precision, also parts that are
 * mostly out of the frame.
 */
final class Score {

    private int right;
    private int predicted;
    private int real;
    private int defectRight;
    private final List<String> mistakes = new ArrayList<>();

    void add(int frame, List<TruthPart> truth, List<Map<String, Object>> predictions) {
        List<TruthPart> open = new ArrayList<>(truth);
        predictions.sort(Comparator.comparing(p -> -number(p, "confidence")));
        predicted += predictions.size();
        real += truth.size();
        for (Map<String, Object> p : predictions) {
            TruthPart match = open.stream()
                    .filter(t -> t.className().equals(p.get("class")) && t.color().equals(p.get("color")) && iou(t, p) >= 0.5)
                    .max(Comparator.comparing(t -> iou(t, p))).orElse(null);
            if (match == null) {
                mistakes.add(frame + " false: " + p);
                continue;
            }
            open.remove(match);
            right++;
            boolean same = p.get("defect").equals(match.defect());
            defectRight += same ? 1 : 0;
            if (!same) {
                mistakes.add(frame + " defect: " + p + " is " + match);
            }
        }
        open.forEach(t -> mistakes.add(frame + " missed: " + t));
    }

    double precision() {
        return right / (double) predicted;
    }

    double recall() {
        return right / (double) real;
    }

    double defectAccuracy() {
        return defectRight / (double) right;
    }

    List<String> mistakes() {
        return mistakes;
    }

    private static double iou(TruthPart t, Map<String, Object> p) {
        double w = Math.min(t.x() + t.width() / 2, number(p, "x") + number(p, "width") / 2)
                - Math.max(t.x() - t.width() / 2, number(p, "x") - number(p, "width") / 2);
        double h = Math.min(t.y() + t.height() / 2, number(p, "y") + number(p, "height") / 2)
                - Math.max(t.y() - t.height() / 2, number(p, "y") - number(p, "height") / 2);
        if (w <= 0 || h <= 0) {
            return 0;
        }
        return w * h / (t.width() * t.height() + number(p, "width") * number(p, "height") - w * h);
    }

    private static double number(Map<String, Object> map, String key) {
        return ((Number) map.get(key)).doubleValue();
    }

    @Override
    public String toString() {
        return "precision %.4f recall %.4f defects %.4f (%d parts, %d predictions)".formatted(precision(), recall(), defectAccuracy(), real,
                predicted);
    }
}
