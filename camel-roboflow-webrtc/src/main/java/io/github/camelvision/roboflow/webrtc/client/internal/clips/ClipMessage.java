package io.github.camelvision.roboflow.webrtc.client.internal.clips;

import io.github.camelvision.roboflow.webrtc.ResultHeaders;
import io.github.camelvision.roboflow.webrtc.RoboflowWebrtcConstants;
import io.github.camelvision.roboflow.webrtc.core.clips.Clip;
import io.github.camelvision.roboflow.webrtc.core.clips.ClipReason;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** A clip as a message: the body is the video file, the headers tell what it shows. */
public final class ClipMessage {

    private ClipMessage() {}

    public static void set(Message message, Clip clip) {
        ClipReason first = clip.reasons().get(0);
        message.setBody(clip.video().toFile());
        message.setHeader(Exchange.CONTENT_TYPE, "video/mp4");
        message.setHeader(Exchange.FILE_NAME, clip.video().getFileName().toString());
        message.setHeader(RoboflowWebrtcConstants.CLIP, first.kind());
        message.setHeader(RoboflowWebrtcConstants.CLIP_RESULTS, clip.results().toString());
        message.setHeader(RoboflowWebrtcConstants.CLIP_FROM, clip.from().toString());
        message.setHeader(RoboflowWebrtcConstants.CLIP_TO, clip.to().toString());
        ResultHeaders.header(message, RoboflowWebrtcConstants.FRAME_ID, known(clip.firstFrameId()));
        ResultHeaders.header(message, RoboflowWebrtcConstants.LAST_FRAME_ID, known(clip.lastFrameId()));
        ResultHeaders.header(message, RoboflowWebrtcConstants.OBJECT_ID, first.objectId());
        ResultHeaders.header(message, RoboflowWebrtcConstants.OBJECT_CLASS, first.className());
        ResultHeaders.header(message, RoboflowWebrtcConstants.ZONE, first.zone());
        ResultHeaders.header(message, RoboflowWebrtcConstants.LINE, first.line());
        if (clip.reasons().stream().anyMatch(reason -> reason.eventId() != null)) {
            message.setHeader(RoboflowWebrtcConstants.CLIP_EVENTS,
                    clip.reasons().stream().map(ClipReason::eventId).filter(id -> id != null).toList());
        }
    }

    private static Long known(long frameId) {
        return frameId == 0 ? null : frameId;
    }
}
