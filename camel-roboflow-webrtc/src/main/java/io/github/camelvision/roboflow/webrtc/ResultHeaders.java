package io.github.camelvision.roboflow.webrtc;

import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.result.FrameMetadata;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.core.source.UploadProgress;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Headers that tell about a frame or a result, on both sides. */
public final class ResultHeaders {

    private ResultHeaders() {}

    /** Frame id, times, size and errors of a result; what it does not say gets no header. */
    public static void set(Message message, InferenceResult result) {
        if (result.metadata() != null) {
            set(message, result.metadata());
        }
        if (!result.errors().isEmpty()) {
            message.setHeader(RoboflowWebrtcConstants.ERRORS, result.errors());
        }
    }

    /** Sets what is known of a frame; absent values set no header. */
    public static void set(Message message, FrameMetadata metadata) {
        message.setHeader(RoboflowWebrtcConstants.FRAME_ID, metadata.frameId());
        header(message, RoboflowWebrtcConstants.PTS, metadata.pts());
        header(message, RoboflowWebrtcConstants.TIME_BASE, metadata.timeBase());
        header(message, RoboflowWebrtcConstants.RECEIVED_AT, metadata.receivedAt());
        header(message, RoboflowWebrtcConstants.DECLARED_FPS, metadata.declaredFps());
        header(message, RoboflowWebrtcConstants.MEASURED_FPS, metadata.measuredFps());
        header(message, RoboflowWebrtcConstants.WIDTH, metadata.width());
        header(message, RoboflowWebrtcConstants.HEIGHT, metadata.height());
    }

    /** Sets how far the upload is; nothing when there is none. */
    public static void set(Message message, UploadProgress upload) {
        if (upload != null) {
            message.setHeader(RoboflowWebrtcConstants.UPLOADED_BYTES, upload.bytes());
            message.setHeader(RoboflowWebrtcConstants.UPLOAD_SIZE, upload.totalBytes());
        }
    }

    /** Sets the content type of what the body becomes on its way out: JPEG of a frame, else JSON. Nothing of a body that is null. */
    public static void contentType(Message message) {
        Object body = message.getBody();
        if (body != null) {
            message.setHeader(Exchange.CONTENT_TYPE, body instanceof Frame ? "image/jpeg" : "application/json");
        }
    }

    /** Sets a header unless the value is null. */
    public static void header(Message message, String name, Object value) {
        if (value != null) {
            message.setHeader(name, value);
        }
    }
}
