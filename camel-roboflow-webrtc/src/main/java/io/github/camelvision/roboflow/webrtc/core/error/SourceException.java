package io.github.camelvision.roboflow.webrtc.core.error;

/** A video source (camera, stream, file, frame) cannot be read. */
public class SourceException extends RoboflowWebrtcException {

    private final boolean retryable;

    public SourceException(String message, boolean retryable) {
        super(message);
        this.retryable = retryable;
    }

    public SourceException(String message, boolean retryable, Throwable cause) {
        super(message, cause);
        this.retryable = retryable;
    }

    /** True for live sources, which may come back; false for files. */
    @Override
    public boolean retryable() {
        return retryable;
    }
}
