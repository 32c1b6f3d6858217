package io.github.camelvision.roboflow.webrtc.core.worker.request;

/** Where the frames of a session come from (docs/protocol.adoc#sources). */
public enum VideoOrigin {
    /** The client's video track. */
    TRACK,
    /** A file that the client uploads on the {@code video_upload} channel. */
    UPLOAD,
    /** {@code rtsp_url}: the worker captures. */
    RTSP,
    /** {@code mjpeg_url}: the worker captures. */
    MJPEG
}
