package io.github.camelvision.roboflow.webrtc.core.error;

/** The media or data path broke: ICE failed, a data channel closed, the peer went silent. A new connection may work. */
public class TransportException extends RoboflowWebrtcException {

    public TransportException(String message) {
        super(message);
    }

    public TransportException(String message, Throwable cause) {
        super(message, cause);
    }

    @Override
    public boolean retryable() {
        return true;
    }
}
