package io.github.camelvision.roboflow.webrtc.core.worker.output;

import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.result.FrameMetadata;
import io.github.camelvision.roboflow.webrtc.core.worker.request.VideoOrigin;
import java.awt.image.BufferedImage;
import java.util.LinkedHashMap;
import java.util.Map;

/** Which outputs are images, and what the protocol says about one (docs/protocol.adoc#outputs). Pure. */
public final class OutputImages {

    /** Deeper than any output that people mean; a cycle ends here too. */
    private static final int MAX_DEPTH = 32;
    private static final int BYTES_PER_PIXEL = 4;

    private OutputImages() {}

    /** Whether the value itself is an image. */
    static boolean isImage(Object value) {
        return value instanceof Frame || value instanceof BufferedImage;
    }

    /** The image that the value is, or the last one among the values of an object, as at Roboflow's server; null when there is none. */
    static Object of(Object value) {
        if (isImage(value) || !(value instanceof Map<?, ?> fields)) {
            return isImage(value) ? value : null;
        }
        Object last = null;
        for (Object field : fields.values()) {
            last = isImage(field) ? field : last;
        }
        return last;
    }

    /** Bytes of pixels of all images in the value, however deep. */
    public static long bytesIn(Object value) {
        return bytesIn(value, MAX_DEPTH);
    }

    private static long bytesIn(Object value, int depth) {
        if (value instanceof Frame frame) {
            return frame.i420().length;
        }
        if (value instanceof BufferedImage image) {
            return (long) image.getWidth() * image.getHeight() * BYTES_PER_PIXEL;
        }
        Iterable<?> inside = value instanceof Map<?, ?> map ? map.values() : value instanceof Iterable<?> list ? list : null;
        long bytes = 0;
        if (inside != null && depth > 0) {
            for (Object each : inside) {
                bytes += bytesIn(each, depth - 1);
            }
        }
        return bytes;
    }

    /** {@code video_metadata} of the images that come from one frame. */
    public static Map<String, Object> videoMetadata(FrameTask task) {
        FrameMetadata frame = task.metadata();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("video_identifier", "default_source");
        fields.put("frame_number", frame.frameId());
        fields.put("frame_timestamp", frame.receivedAt());
        fields.put("fps", frame.declaredFps());
        fields.put("measured_fps", frame.measuredFps() == null ? frame.declaredFps() : frame.measuredFps());
        fields.put("comes_from_video_file", task.request().origin() == VideoOrigin.UPLOAD);
        return fields;
    }
}
