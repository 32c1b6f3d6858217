package io.github.camelvision.roboflow.webrtc.core.worker.request;

import io.github.camelvision.roboflow.webrtc.core.error.SignallingException;

/** The worker refuses a session: the HTTP status and the {@code error_type} of the JSON answer. */
public class WorkerRejectedException extends SignallingException {

    /** Bytes of the body of a request; one with more is refused. */
    public static final int LARGEST_REQUEST = 1024 * 1024;

    /** {@link #errorType} of {@link #noMemory}. */
    public static final String NO_MEMORY = "NotEnoughMemory";

    private final String errorType;
    private final String malformedField;

    public WorkerRejectedException(int status, String errorType, String message) {
        this(status, errorType, message, null);
    }

    private WorkerRejectedException(int status, String errorType, String message, String malformedField) {
        super(status, message);
        this.errorType = errorType;
        this.malformedField = malformedField;
    }

    /** 400: the request contradicts itself or the protocol. */
    public static WorkerRejectedException configuration(String message) {
        return new WorkerRejectedException(400, "WebRTCConfigurationError", message);
    }

    /** 503: there is no memory for it at present. @param why of the account, see {@code MemoryBudget.Account#refusal} */
    public static WorkerRejectedException noMemory(String why) {
        return new WorkerRejectedException(503, NO_MEMORY, why);
    }

    /** 413: the body has more than {@link #LARGEST_REQUEST} bytes. */
    public static WorkerRejectedException tooLarge() {
        return new WorkerRejectedException(413, "PayloadTooLarge", "The request has more than " + LARGEST_REQUEST + " bytes");
    }

    /**
     * 422: the body is no request at all, or a field is missing or of the wrong type.
     *
     * @param field of the body; empty for the body as a whole
     */
    static WorkerRejectedException malformed(String field, String message) {
        return new WorkerRejectedException(422, "RequestValidationError", message, field);
    }

    /** The field that is missing or of the wrong type, empty for the whole body; null when the request is refused for another reason. */
    public String malformedField() {
        return malformedField;
    }

    /** As Roboflow Inference names it, for instance {@code WebRTCConfigurationError}. */
    public String errorType() {
        return errorType;
    }
}
