package io.github.camelvision.roboflow.webrtc.core.worker;

import io.github.camelvision.roboflow.webrtc.core.error.SignallingException;

/** The worker refuses a session: the HTTP status and the {@code error_type} of the JSON answer. */
public class WorkerRejectedException extends SignallingException {

    private final String errorType;

    public WorkerRejectedException(int status, String errorType, String message) {
        super(status, message);
        this.errorType = errorType;
    }

    /** 400: the request contradicts itself or the protocol. */
    static WorkerRejectedException configuration(String message) {
        return new WorkerRejectedException(400, "WebRTCConfigurationError", message);
    }

    /** As Roboflow Inference names it, for instance {@code WebRTCConfigurationError}. */
    public String errorType() {
        return errorType;
    }
}
