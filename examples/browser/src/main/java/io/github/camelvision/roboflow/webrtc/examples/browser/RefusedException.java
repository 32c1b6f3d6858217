package io.github.camelvision.roboflow.webrtc.examples.browser;

/** The page's request is not served; the message is for the person before the page. */
final class RefusedException extends RuntimeException {

    private final int status;

    RefusedException(int status, String message) {
        super(message);
        this.status = status;
    }

    int status() {
        return status;
    }
}
