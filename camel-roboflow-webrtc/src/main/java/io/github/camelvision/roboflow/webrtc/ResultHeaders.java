package io.github.camelvision.roboflow.webrtc;

import io.github.camelvision.roboflow.webrtc.core.media.FrameMetadata;
import io.github.camelvision.roboflow.webrtc.core.media.InferenceResult;
import org.apache.camel.Message;

/** Headers that tell about a result. */
final class ResultHeaders {

    private ResultHeaders() {
    }

    static void set(Message message, InferenceResult result) {
        FrameMetadata metadata = result.metadata();
        if (metadata != null) {
            message.setHeader(RoboflowWebrtcConstants.FRAME_ID, metadata.frameId());
            header(message, RoboflowWebrtcConstants.PTS, metadata.pts());
            header(message, RoboflowWebrtcConstants.TIME_BASE, metadata.timeBase());
            header(message, RoboflowWebrtcConstants.RECEIVED_AT, metadata.receivedAt());
            header(message, RoboflowWebrtcConstants.DECLARED_FPS, metadata.declaredFps());
            header(message, RoboflowWebrtcConstants.MEASURED_FPS, metadata.measuredFps());
            header(message, RoboflowWebrtcConstants.WIDTH, metadata.width());
            header(message, RoboflowWebrtcConstants.HEIGHT, metadata.height());
        }
        if (!result.errors().isEmpty()) {
            message.setHeader(RoboflowWebrtcConstants.ERRORS, result.errors());
        }
    }

    private static void header(Message message, String name, Object value) {
        if (value != null) {
            message.setHeader(name, value);
        }
    }
}
