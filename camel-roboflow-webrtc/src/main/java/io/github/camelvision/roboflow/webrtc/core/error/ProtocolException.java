package io.github.camelvision.roboflow.webrtc.core.error;

/** A message of the peer does not follow the protocol, or exceeds a cap. The message is dropped and counted. */
public class ProtocolException extends RoboflowWebrtcException {

    public ProtocolException(String message) {
        super(message);
    }

    public ProtocolException(String message, Throwable cause) {
        super(message, cause);
    }
}
