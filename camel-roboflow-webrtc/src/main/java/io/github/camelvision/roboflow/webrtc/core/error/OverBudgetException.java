package io.github.camelvision.roboflow.webrtc.core.error;

/** A peer sent more than this side may hold for it at present. */
public final class OverBudgetException extends ProtocolException {

    private static final long serialVersionUID = 1L;

    public OverBudgetException(String message) {
        super(message);
    }
}
