package io.github.camelvision.roboflow.webrtc.core.worker.manager;

import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.error.TransportException;
import io.github.camelvision.roboflow.webrtc.core.worker.request.WorkerRejectedException;

/** A command that cannot be carried out; the message is for the client. */
final class ManagerException extends RoboflowWebrtcException {

    /** The error types of docs/protocol.adoc#stream-manager-errors, with the HTTP status of each. */
    enum Type {
        internal_error(500), invalid_payload(400), not_found(404), operation_error(409), authorisation_error(401);

        private final int status;

        Type(int status) {
            this.status = status;
        }
    }

    private final Type type;
    private final int status;
    private final String errorClass;

    ManagerException(Type type, String message) {
        this(type, type.status, type.name(), message);
    }

    private ManagerException(Type type, int status, String errorClass, String message) {
        super(message);
        this.type = type;
        this.status = status;
        this.errorClass = errorClass;
    }

    static ManagerException invalid(String message) {
        return new ManagerException(Type.invalid_payload, message);
    }

    /** What went wrong behind the manager, in its words. Text of unexpected failures stays in the log. */
    static ManagerException of(Throwable failure) {
        if (failure instanceof ManagerException known) {
            return known;
        }
        if (failure instanceof WorkerRejectedException rejected) {
            return new ManagerException(type(rejected.status()), rejected.status(), rejected.errorType(), rejected.getMessage());
        }
        if (failure instanceof TransportException) {
            return invalid("webrtc_offer cannot be answered: " + failure.getMessage());
        }
        return new ManagerException(Type.internal_error, "The command failed inside the worker; its log tells more");
    }

    private static Type type(int status) {
        return switch (status) {
            case 400, 413 -> Type.invalid_payload;
            case 401, 403 -> Type.authorisation_error;
            case 404 -> Type.not_found;
            case 409, 429, 503 -> Type.operation_error;
            default -> Type.internal_error;
        };
    }

    Type type() {
        return type;
    }

    int status() {
        return status;
    }

    String errorClass() {
        return errorClass;
    }
}
