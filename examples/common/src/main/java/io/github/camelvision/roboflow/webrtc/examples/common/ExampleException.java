package io.github.camelvision.roboflow.webrtc.examples.common;

/** What the user reads when an example cannot go on: one line that says what is wrong and what to do. */
public final class ExampleException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ExampleException(String message) {
        super(message);
    }

    public ExampleException(String message, Throwable cause) {
        super(message, cause);
    }
}
