package io.github.camelvision.roboflow.webrtc.core.draw;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelvision.roboflow.webrtc.core.detection.Detections;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.testing.PaintedFrames;
import java.util.Arrays;

/** Run by hand: milliseconds that drawing takes on a frame of 1280x720, the median of many. */
public final class AnnotatorBenchmark {

    private static final int ROUNDS = 400;

    private AnnotatorBenchmark() {}

    public static void main(String[] arguments) {
        Frame frame = PaintedFrames.paint(1, 1280, 720);
        for (int objects : new int[] {0, 1, 10, 50}) {
            measure(objects + " boxes with labels", frame, detections(objects, false));
        }
        measure("10 boxes, labels, masks of 60 corners, 17 keypoints each", frame, detections(10, true));
    }

    private static Detections detections(int objects, boolean rich) {
        ObjectNode output = new ObjectMapper().createObjectNode();
        output.putObject("image").put("width", 1280).put("height", 720);
        ArrayNode predictions = output.putArray("predictions");
        for (int i = 0; i < objects; i++) {
            double x = 100 + i * 37 % 1080;
            double y = 100 + i * 91 % 520;
            ObjectNode object = predictions.addObject().put("x", x).put("y", y).put("width", 120).put("height", 160)
                    .put("confidence", 0.87).put("class", "class-" + i % 7).put("tracker_id", i);
            for (int k = 0; rich && k < 60; k++) {
                object.withArray("points").addObject().put("x", x + 60 * Math.cos(k * Math.PI / 30))
                        .put("y", y + 80 * Math.sin(k * Math.PI / 30));
            }
            for (int k = 0; rich && k < 17; k++) {
                object.withArray("keypoints").addObject().put("x", x - 50 + 6 * k).put("y", y).put("confidence", 0.9);
            }
        }
        return Detections.of(output);
    }

    private static void measure(String what, Frame frame, Detections detections) {
        double[] millis = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            long start = System.nanoTime();
            Annotator.annotate(frame, detections);
            millis[i] = (System.nanoTime() - start) / 1e6;
        }
        double[] warm = Arrays.copyOfRange(millis, ROUNDS / 2, ROUNDS);
        Arrays.sort(warm);
        System.out.printf("%-60s median %.2f ms, 95%% %.2f ms%n", what, warm[warm.length / 2], warm[warm.length * 95 / 100]);
    }
}
