package io.github.camelvision.roboflow.webrtc.core.error;

import java.time.Duration;
import java.util.Optional;

/** The server refused the session, or could not be asked. */
public class SignallingException extends RoboflowWebrtcException {

    private final int status;
    private final Duration retryAfter;

    /**
     * @param status HTTP status of the answer; 0 when no answer came
     * @param retryAfter the server's {@code Retry-After}, or null
     */
    public SignallingException(int status, String message, Duration retryAfter, Throwable cause) {
        super(message, cause);
        this.status = status;
        this.retryAfter = retryAfter;
    }

    public SignallingException(int status, String message) {
        this(status, message, null, null);
    }

    public int status() {
        return status;
    }

    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /** I/O failures, 408, 429 and 5xx may pass; other answers are final. */
    @Override
    public boolean retryable() {
        return status == 0 || status == 408 || status == 429 || status >= 500;
    }
}
