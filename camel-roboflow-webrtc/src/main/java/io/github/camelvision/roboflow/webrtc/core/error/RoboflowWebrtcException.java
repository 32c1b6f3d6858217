package io.github.camelvision.roboflow.webrtc.core.error;

/**
 * Root of everything this library throws. Messages say what happened, why, and what to do about it; they never contain a key
 * or the credentials of a URL.
 */
public class RoboflowWebrtcException extends RuntimeException {

    public RoboflowWebrtcException(String message) {
        super(message);
    }

    public RoboflowWebrtcException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Whether a later attempt with the same options may succeed. */
    public boolean retryable() {
        return false;
    }
}
