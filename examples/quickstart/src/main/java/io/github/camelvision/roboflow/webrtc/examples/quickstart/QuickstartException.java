package io.github.camelvision.roboflow.webrtc.examples.quickstart;

/** What the user reads when the quickstart cannot go on: one line that says what is wrong and what to do. */
final class QuickstartException extends RuntimeException {

    QuickstartException(String message) {
        super(message);
    }

    QuickstartException(String message, Throwable cause) {
        super(message, cause);
    }
}
