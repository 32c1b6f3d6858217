package io.github.camelvision.roboflow.webrtc.examples.bench;

import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.media.ImageCodec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Frames and results as a workflow makes them, the same in every run. */
public final class Samples {

    private Samples() {}

    /** Smooth shapes with some noise: neither trivial nor hopeless for a codec. */
    public static Frame frame(int width, int height) {
        Random random = new Random(7);
        byte[] bgr = new byte[width * height * 3];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int noise = random.nextInt(12);
                int at = (y * width + x) * 3;
                bgr[at] = (byte) (x * 255 / width + noise);
                bgr[at + 1] = (byte) (y * 255 / height + noise);
                bgr[at + 2] = (byte) ((x / 80 + y / 60) % 2 * 160 + noise);
            }
        }
        return ImageCodec.fromBgr(width, height, bgr, 0);
    }

    /** As the wire has them: centre, size, confidence, class. */
    public static Map<String, Object> predictions(int count, int width, int height) {
        Random random = new Random(11);
        List<Map<String, Object>> found = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            found.add(Map.of("x", random.nextInt(width), "y", random.nextInt(height), "width", 40 + random.nextInt(80),
                    "height", 40 + random.nextInt(80), "confidence", random.nextDouble(), "class", "part-" + i % 5, "class_id", i % 5,
                    "detection_id", "0b1c2d3e-0000-4000-8000-00000000000" + i % 10));
        }
        return Map.of("image", Map.of("width", width, "height", height), "predictions", found);
    }

    /** A message of the data channel with 30 detections and a 1280x720 frame. */
    static byte[] message() {
        StringBuilder detections = new StringBuilder();
        for (int i = 0; i < 30; i++) {
            detections.append(i == 0 ? "" : ",").append("{\"x\":").append(100.5 + i).append(",\"y\":").append(200.25 + i)
                    .append(",\"width\":64.0,\"height\":48.0,\"confidence\":0.9123,\"class\":\"person\",\"class_id\":0,\"detection_id\":\"")
                    .append("5e1f8a52-7c0a-4c3d-9d3e-0123456789").append(10 + i).append("\",\"parent_id\":\"image\"}");
        }
        String image = Base64.getEncoder().encodeToString(ImageCodec.encodeJpeg(frame(1280, 720), 80));
        return """
                {"serialized_output_data":{"predictions":{"image":{"width":1280,"height":720},"predictions":[%s]},
                "image":{"type":"base64","value":"%s","video_metadata":null}},
                "video_metadata":{"frame_id":17,"received_at":"2026-11-21T00:29:02.791124","pts":46620,"time_base":1.1111e-05,
                "declared_fps":30.0,"measured_fps":null,"width":1280,"height":720},
                "errors":[],"processing_complete":false,"termination_reason":null}
                """.formatted(detections, image).getBytes(StandardCharsets.UTF_8);
    }
}
