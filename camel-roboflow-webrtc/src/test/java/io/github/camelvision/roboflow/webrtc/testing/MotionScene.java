package io.github.camelvision.roboflow.webrtc.testing;

import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import java.util.List;
import java.util.Map;

/**
 * A camera before which a bright box crosses now and then, from left to right. The frame has noise.
 *
 * @param period seconds from one crossing to the next
 * @param crossing seconds that one takes, at the end of each period
 */
public record MotionScene(int period, int crossing) {

    public static final int WIDTH = 320;
    private static final int SIZE = 40;
    private static final int FPS = 15;
    private static final int BRIGHT = 170;

    /** Options of an endpoint. */
    public String options() {
        return "&source=webcam&deviceFormat=lavfi&sourceUri=RAW{" + sourceUri() + "}";
    }

    /** For {@code deviceFormat=lavfi}. */
    public String sourceUri() {
        int begins = period - crossing;
        return "color=c=gray:s=" + WIDTH + "x240:r=" + FPS + ",noise=alls=12:allf=t[room];color=c=white:s=" + SIZE + "x" + SIZE + ":r="
                + FPS + "[box];[room][box]overlay=eval=frame:y=100"
                + ":x='if(lt(mod(t\\," + period + ")\\," + begins + ")\\,-100\\,(mod(t\\," + period + ")-" + begins + ")*"
                + (WIDTH + 2 * SIZE) / crossing + "-" + SIZE + ")'";
    }

    /** What a workflow with a tracker finds in a frame: the box where it is, wholly or in part. */
    public static Map<String, Object> detect(Frame frame) {
        int left = frame.width();
        int right = -1;
        byte[] luma = frame.i420();
        int row = frame.height() / 2 * frame.width();
        for (int x = 0; x < frame.width(); x++) {
            if ((luma[row + x] & 0xFF) > BRIGHT) {
                left = Math.min(left, x);
                right = Math.max(right, x);
            }
        }
        List<Map<String, Object>> found = right - left < 3 ? List.of()
                : List.of(Map.of("x", (left + right) / 2.0, "y", 120, "width", right - left + 1, "height", SIZE, "confidence", 0.9,
                        "class", "box", "tracker_id", 1));
        return Map.of("predictions", Map.of("image", Map.of("width", frame.width(), "height", frame.height()), "predictions", found));
    }
}
