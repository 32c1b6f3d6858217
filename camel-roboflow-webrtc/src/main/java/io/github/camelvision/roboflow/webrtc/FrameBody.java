package io.github.camelvision.roboflow.webrtc;

import io.github.camelvision.roboflow.webrtc.core.error.FileTrouble;
import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.error.SourceException;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import java.io.IOException;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;

/** The frame in a message's body: a {@link Frame}, or an image that converts to one. */
public final class FrameBody {

    private FrameBody() {}

    /**
     * The body as a frame.
     *
     * @throws RoboflowWebrtcException when it is an image that cannot be read: which says why
     * @throws IllegalArgumentException when it is something else
     */
    public static Frame of(Message message) {
        try {
            return message.getMandatoryBody(Frame.class);
        } catch (InvalidPayloadException e) {
            Object body = message.getBody();
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof RoboflowWebrtcException known) {
                    throw known;
                }
                if (cause instanceof IOException failure) {
                    throw new SourceException("The image " + body + " cannot be read: " + FileTrouble.of(failure), false, failure);
                }
            }
            throw new IllegalArgumentException(
                    "The body must be a frame or image (Frame, encoded image as bytes or stream, BufferedImage, File), "
                            + "not " + (body == null ? "empty" : body.getClass().getName()),
                    e);
        }
    }
}
