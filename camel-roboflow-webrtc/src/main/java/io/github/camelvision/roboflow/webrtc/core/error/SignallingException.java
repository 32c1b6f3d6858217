package io.github.camelvision.roboflow.webrtc.core.error;

import java.time.Duration;
import java.util.Optional;

/** The server refused the session, or could not be asked. */
public class SignallingException extends RoboflowWebrtcException {

    private final int status;
    private final Duration retryAfter;
    private final boolean lasting;

    /**
     * @param status HTTP status of the answer; 0 when no answer came
     * @param retryAfter the server's {@code Retry-After}, or null
     */
    public SignallingException(int status, String message, Duration retryAfter, Throwable cause) {
        this(status, message, retryAfter, false, cause);
    }

    /** @param lasting whether the server will say the same until somebody changes something, though its status sounds as if it passed */
    public SignallingException(int status, String message, Duration retryAfter, boolean lasting, Throwable cause) {
        super(message, cause);
        this.status = status;
        this.retryAfter = retryAfter;
        this.lasting = lasting;
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

    /** Whether only somebody who changes something can help: further attempts come rarely. */
    public boolean lasting() {
        return lasting;
    }

    /** Whether something else than the server seems to have answered: with a page, a redirect, or half an answer. */
    public boolean foreign() {
        return status / 100 == 2 || status / 100 == 3;
    }

    /** I/O failures, 408, 429 and 5xx may pass; other answers are final. */
    @Override
    public boolean retryable() {
        return status == 0 || status == 408 || status == 429 || status >= 500;
    }
}
