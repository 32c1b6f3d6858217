package io.github.camelvision.roboflow.webrtc.live;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelvision.roboflow.webrtc.core.detection.Detections;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import java.util.List;
import java.util.function.Supplier;

/**
 * What a session saw: a frame, what was found in it, or both. The suppliers are called on a thread of the HTTP server, and only if
 * somebody watches.
 *
 * @param bytes what it holds
 * @param frameId as the server counts; 0 when unknown
 * @param frame gives the pixels; null when the session has none here
 * @param draw whether the detections are to be drawn on it
 * @param detections gives the detections, maybe none
 * @param outputs gives the workflow's outputs, for those that have no detections
 * @param errors of the frame, in the server's words
 */
public record LiveFrame(long bytes, long frameId, Supplier<Frame> frame, boolean draw, Supplier<Detections> detections,
        Supplier<JsonNode> outputs, List<String> errors) {}
