package io.github.camelvision.roboflow.webrtc.uri;

import org.apache.camel.NoSuchEndpointException;

/**
 * An endpoint's URI cannot be used. Of this type, since Camel would wrap any other into a message that repeats the URI, and it does not
 * know where in it secrets are.
 */
public final class EndpointException extends NoSuchEndpointException {

    private static final long serialVersionUID = 1L;

    private final String text;

    /**
     * @param shown URI without secrets
     * @param reason and cure
     * @param cause without secrets; null: none
     */
    EndpointException(String shown, String reason, Throwable cause) {
        super(shown);
        this.text = "Failed to resolve endpoint: " + shown + " due to: " + reason;
        if (cause != null) {
            initCause(cause);
        }
        Misuse.untraced(text, this);
    }

    @Override
    public String getMessage() {
        return text;
    }
}
