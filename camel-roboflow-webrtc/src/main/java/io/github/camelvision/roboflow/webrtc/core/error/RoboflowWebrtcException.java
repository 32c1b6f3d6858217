package io.github.camelvision.roboflow.webrtc.core.error;

/**
 * Root of everything this library throws. Messages say what happened, why, and what to do about it; they never contain a key
 * or the credentials of a URL, nor control characters, and are of bounded length whatever a peer said.
 */
public class RoboflowWebrtcException extends RuntimeException {

    private static final int MAX_MESSAGE = 4000;

    public RoboflowWebrtcException(String message) {
        super(PeerText.printable(message, MAX_MESSAGE));
    }

    public RoboflowWebrtcException(String message, Throwable cause) {
        super(PeerText.printable(message, MAX_MESSAGE), cause);
    }

    /** Whether a later attempt with the same options may succeed. */
    public boolean retryable() {
        return false;
    }
}
