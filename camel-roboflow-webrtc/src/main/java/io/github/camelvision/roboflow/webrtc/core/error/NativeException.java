package io.github.camelvision.roboflow.webrtc.core.error;

/** A native library cannot be loaded or failed. The message names the cure. */
public class NativeException extends RoboflowWebrtcException {

    public NativeException(String message) {
        super(message);
    }

    public NativeException(String message, Throwable cause) {
        super(message, cause);
    }
}
