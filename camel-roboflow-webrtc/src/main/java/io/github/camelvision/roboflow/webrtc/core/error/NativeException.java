package io.github.camelvision.roboflow.webrtc.core.error;

/** A native library cannot be loaded or failed. The message names the cure. */
public class NativeException extends RoboflowWebrtcException {

    public NativeException(String message) {
        super(message);
    }

    public NativeException(String message, Throwable cause) {
        super(message, cause);
    }

    /** A class or library that is missing, or does not fit the others, stays so while the process lives. */
    public static NativeException of(LinkageError error) {
        return new NativeException("This process lacks a class or native library, or has it in a version that does not fit (" + error
                + "): put every dependency of this component on the class path once, in one version and with the native libraries of this"
                + " platform, and start the process again", error);
    }
}
