package io.github.camelvision.roboflow.webrtc.client.option;

/** Values of the option {@code source} (docs/protocol.adoc#sources). */
public enum SourceType {
    /** Frames that the producer sends. */
    manual,
    /** A camera of this machine. */
    webcam,
    /** A stream that this machine captures and sends on. */
    stream,
    /** An RTSP stream that the server captures. */
    rtsp,
    /** A multipart JPEG stream that the server captures. */
    mjpeg,
    /** A video file or URL, uploaded to the server. */
    file;

    /** Whether the server opens it, so that its frames are on this side only where the server returns them. */
    public boolean readByServer() {
        return switch (this) {
            case manual, webcam, stream -> false;
            case rtsp, mjpeg, file -> true;
        };
    }
}
