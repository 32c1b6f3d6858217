package io.github.camelvision.roboflow.webrtc.objects;

import io.github.camelvision.roboflow.webrtc.ResultHeaders;
import io.github.camelvision.roboflow.webrtc.RoboflowWebrtcConstants;
import io.github.camelvision.roboflow.webrtc.core.objects.ObjectEvent;
import org.apache.camel.Message;

/** Headers that tell about an event of an object, to route by. */
public final class ObjectHeaders {

    private ObjectHeaders() {}

    /** Type, session, frame, object, class, zone and line of an event; what it does not say gets no header. */
    public static void set(Message message, ObjectEvent event) {
        message.setHeader(RoboflowWebrtcConstants.OBJECT_EVENT, event.type().name());
        ResultHeaders.header(message, RoboflowWebrtcConstants.SESSION_ID, event.sessionId());
        ResultHeaders.header(message, RoboflowWebrtcConstants.FRAME_ID, event.frameId());
        ResultHeaders.header(message, RoboflowWebrtcConstants.OBJECT_ID, event.objectId());
        ResultHeaders.header(message, RoboflowWebrtcConstants.OBJECT_CLASS, event.className());
        ResultHeaders.header(message, RoboflowWebrtcConstants.ZONE, event.zone());
        ResultHeaders.header(message, RoboflowWebrtcConstants.LINE, event.line());
    }
}
